package io.cmesh.kernel.assembly;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Keys;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.provider.Settings;
import io.cmesh.api.provider.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Opens instances of providers, each in its directory below {@code home/data/}.
 *
 * @param configuration where a provider's settings come from
 */
public record Openings(
    Providers providers,
    Configuration configuration,
    Clock clock,
    RandomGenerator random,
    Scheduler scheduler,
    Disk disk,
    Transport transport,
    Keys keys) {

  /** Opens a provider of a role in {@code directory}; the instance is READY. */
  public RoleInstance open(Role role, String name, String directory) {
    ProviderFactory<?> factory = providers.get(role, name);
    Descriptor descriptor = factory.descriptor();
    Life life = new Life(directory);
    try {
      Instance<?> instance = factory.open(opening(descriptor, directory));
      life.to(Life.State.READY);
      return new RoleInstance(descriptor, directory, instance, life);
    } catch (MeshException e) {
      life.to(Life.State.FAILED);
      throw e;
    } catch (RuntimeException | LinkageError e) {
      life.to(Life.State.FAILED);
      throw MeshException.of(
              Status.INTERNAL,
              "CMESH-ASM-005",
              "provider "
                  + descriptor.label()
                  + " of role "
                  + role.text()
                  + " cannot be opened: "
                  + e)
          .hint("Its settings: cmesh config get " + pid(role, name))
          .cause(e)
          .build();
    }
  }

  private static String pid(Role role, String name) {
    return "io.cmesh." + role.text() + "." + name;
  }

  private Opening opening(Descriptor descriptor, String directory) {
    Path dir = configuration.home().resolve("data").resolve(directory);
    try {
      disk.createDirectories(dir);
    } catch (IOException e) {
      throw MeshException.of(
              Status.INTERNAL, "CMESH-ASM-006", dir + " cannot be made: " + e.getMessage())
          .hint("The node writes below its home alone; choose another with: cmesh up --home DIR")
          .cause(e)
          .build();
    }
    Settings settings = configuration.settings(pid(descriptor.role(), descriptor.name()));
    return new Opening(settings, dir, clock, random, scheduler, disk, transport, keys);
  }
}
