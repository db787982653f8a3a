package io.cmesh.kernel.osgi;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.node.FileConfiguration;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.runtime.JdkScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Offers time, threads, files and configuration as services, before there is a node. The home is
 * the system property {@code cmesh.home}, the distribution's configuration lies in {@code
 * cmesh.etc}.
 */
@Component(
    immediate = true,
    service = {})
public final class PlatformComponent {
  private final JdkScheduler scheduler = new JdkScheduler();
  private final FileConfiguration configuration;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  /** Registers the services. */
  @Activate
  public PlatformComponent(BundleContext context) {
    Path home = required(context, "cmesh.home");
    Disk disk = new JdkDisk();
    try {
      disk.createDirectories(home.resolve("data"));
    } catch (IOException e) {
      throw MeshException.of(
              Status.INTERNAL, "CMESH-ASM-006", home + " cannot be made: " + e.getMessage())
          .hint("Choose another home: cmesh up --home DIR")
          .cause(e)
          .build();
    }
    configuration =
        new FileConfiguration(required(context, "cmesh.etc"), home, System.getenv(), scheduler);
    registrations.add(context.registerService(Clock.class, Clock.systemUTC(), null));
    registrations.add(context.registerService(Scheduler.class, scheduler, null));
    registrations.add(context.registerService(Disk.class, disk, null));
    registrations.add(context.registerService(Configuration.class, configuration, null));
  }

  private static Path required(BundleContext context, String property) {
    String value = context.getProperty(property);
    if (value == null) {
      throw new MeshException(
          Status.INTERNAL,
          "CMESH-CFG-003",
          "system property " + property + " is not set",
          "Start the node with: cmesh up");
    }
    return Path.of(value).toAbsolutePath();
  }

  /** Takes the services back. */
  @Deactivate
  public void close() {
    registrations.forEach(ServiceRegistration::unregister);
    configuration.close();
    scheduler.close();
  }
}
