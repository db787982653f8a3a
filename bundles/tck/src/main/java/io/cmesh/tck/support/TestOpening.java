package io.cmesh.tck.support;

import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.Settings;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.runtime.LoneTransport;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Makes what a provider's instance is opened with. Every {@link #opening} has the same directory,
 * disk, clock, keys and scheduler: what one instance leaves, the next one finds.
 *
 * <pre>{@code
 * try (TestOpening test = TestOpening.in(tempDir).set("fsync", "false")) {
 *   Instance<Consensus> instance = factory.open(test.opening());
 * }
 * }</pre>
 *
 * <p>Not thread-safe; what it hands out is. Closing it ends the scheduler's threads, not the
 * instances.
 */
public final class TestOpening implements AutoCloseable {
  private static final long SEED = 6470;

  private final Path dir;
  private final Map<String, String> settings = new HashMap<>();
  private final ManualClock clock = new ManualClock();
  private final TestScheduler scheduler = new TestScheduler();
  private final TestKeys keys = new TestKeys();
  private String pid = "io.cmesh.test";
  private Disk disk = new JdkDisk();

  private TestOpening(Path dir) {
    this.dir = dir;
  }

  /** In a directory that exists, on the real disk, without settings. */
  public static TestOpening in(Path dir) {
    return new TestOpening(dir);
  }

  /** Sets a configuration key. */
  public TestOpening set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Whose settings they are, for error texts; {@code io.cmesh.test} unless set. */
  public TestOpening pid(String name) {
    pid = name;
    return this;
  }

  /** Replaces the disk: by a {@link FaultyDisk}, say. */
  public TestOpening disk(Disk other) {
    disk = other;
    return this;
  }

  /** The clock that openings have. */
  public ManualClock clock() {
    return clock;
  }

  /** The scheduler that openings have. */
  public TestScheduler scheduler() {
    return scheduler;
  }

  /** The keys that openings have. */
  public TestKeys keys() {
    return keys;
  }

  /** An opening of the settings as they are now. */
  public Opening opening() {
    return new Opening(
        new Settings(pid, settings),
        dir,
        clock,
        new Random(SEED),
        scheduler,
        disk,
        new LoneTransport("node-0"),
        keys);
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
