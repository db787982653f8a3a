package io.cmesh.kernel.support;

import io.cmesh.api.Cancellable;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.runtime.LoneTransport;
import io.cmesh.tck.support.ManualClock;
import io.cmesh.tck.support.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Fills roles with what a test brings. */
public final class Roles {
  private Roles() {}

  /** Opens providers in {@code home}, without any configuration. */
  public static Openings openings(Providers providers, Path home, Scheduler scheduler) {
    return new Openings(
        providers,
        configuration(home),
        new ManualClock(),
        new Random(1),
        scheduler,
        new JdkDisk(),
        new LoneTransport("node"),
        new TestKeys());
  }

  /** No settings at all. */
  public static Configuration configuration(Path home) {
    return new Configuration() {
      @Override
      public Path home() {
        return home;
      }

      @Override
      public Settings settings(String pid) {
        return Settings.empty(pid);
      }

      @Override
      public List<String> pids() {
        return List.of();
      }

      @Override
      public int port(int base) {
        return base;
      }

      @Override
      public Cancellable onChange(String pid, Consumer<Settings> listener) {
        return () -> {};
      }
    };
  }

  /** Has {@code service} fill a role. */
  public static RoleInstance fill(
      Assemblies assemblies, Role role, Object service, Path home, Scheduler scheduler) {
    Providers providers = new Providers();
    providers.add(new FakeProvider<>(role, "fake", opening -> service));
    RoleInstance instance =
        openings(providers, home, scheduler).open(role, "fake", role.text() + "-fake-1");
    instance.life().to(Life.State.ACTIVE);
    assemblies.install(instance);
    return instance;
  }
}
