package io.cmesh.kernel.node;

import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.RoleInstance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes instances that were replaced, once nobody uses them, and candidates that were turned away;
 * keeps one generation of their data. Thread-safe.
 */
final class Retirement {
  private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final Kernel kernel;
  private final FormerInstances former;
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  Retirement(Kernel kernel) {
    this.kernel = kernel;
    Platform platform = kernel.platform();
    Settings settings = platform.configuration().settings("io.cmesh.kernel");
    this.former =
        new FormerInstances(
            platform.disk(),
            platform.configuration().home().resolve("data"),
            settings.bytes("former.maxBytes", 1L << 30));
  }

  /** At boot, before any swap: deletes what earlier ones left. */
  void sweepAtStart() {
    Map<Role, String> directories = directories();
    // A lost assembly.json says nothing about what lies there.
    if (kernel.wasNew()) {
      return;
    }
    former.sweep(directories, Set.of(), true);
  }

  private Map<Role, String> directories() {
    Map<Role, String> directories = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      kernel.left(role).ifPresent(entry -> directories.put(role, entry.directory()));
    }
    kernel
        .assemblies()
        .current()
        .instances()
        .forEach((role, i) -> directories.put(role, i.directory()));
    return directories;
  }

  /** Closes an instance of {@code before} once nobody uses it any more. */
  void retire(Assembly before, RoleInstance old) {
    open.add(old.directory());
    old.life().to(Life.State.DRAINING);
    kernel.assemblies().drained(before, DRAIN).thenAccept(drained -> end(old, drained));
  }

  private void end(RoleInstance old, boolean drained) {
    if (!drained) {
      // Closing an engine under a running call could bring the process down.
      old.life().to(Life.State.QUARANTINED);
      LOG.warn("{} is still in use after {} s and stays open", old.directory(), DRAIN.toSeconds());
      return;
    }
    old.instance().close();
    old.life().to(Life.State.CLOSED);
    open.remove(old.directory());
    LOG.info("{} is closed", old.directory());
    former.sweep(directories(), Set.copyOf(open), false);
  }

  /** Closes a candidate that is not taken, and deletes what it wrote. */
  void turnAway(RoleInstance fresh) {
    try {
      if (fresh.life().state() == Life.State.ACTIVE || fresh.life().state() == Life.State.READY) {
        fresh.life().to(Life.State.DRAINING);
      }
      fresh.instance().close();
      fresh.life().to(Life.State.CLOSED);
      former.delete(fresh.directory());
    } catch (RuntimeException e) {
      LOG.error("{} was turned away and could not be closed", fresh.directory(), e);
    }
  }
}
