package io.cmesh.doors.miner;

import io.cmesh.api.Cancellable;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.Traffic;
import io.cmesh.http.HttpServer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The door: opens once the node answers, closes before it goes. Jobs end with it; started again
 * they go on where they were.
 */
@Component(service = {})
public final class MinerDoor {
  private final ScheduledExecutorService timer;
  private final MineJobs jobs;
  private final Cancellable registration;

  /** Opens it. */
  @Activate
  public MinerDoor(
      @Reference Dispatcher dispatcher,
      @Reference Admin admin,
      @Reference Traffic traffic,
      @Reference Configuration configuration,
      @Reference HttpServer http) {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "cmesh-miner-retries");
              thread.setDaemon(true);
              return thread;
            });
    SecureRandom secure = new SecureRandom();
    jobs =
        new MineJobs(
            MinerSettings.of(configuration.settings(MinerSettings.PID)),
            new RunningJob.Node(
                dispatcher,
                traffic,
                () -> admin.status().block(),
                new Asker.Tools(Clock.systemUTC(), new Random(secure.nextLong()), secure, timer)));
    registration = http.register(HttpServer.NODE, MineEndpoint.PATH, new MineEndpoint(admin, jobs));
  }

  /** Closes it; waits until what was answered is written. */
  @Deactivate
  public void close() {
    registration.close();
    jobs.close();
    timer.shutdownNow();
  }
}
