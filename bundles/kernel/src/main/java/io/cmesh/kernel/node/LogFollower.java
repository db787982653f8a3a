package io.cmesh.kernel.node;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.Applier;
import io.cmesh.kernel.order.Head;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has logs deliver to the applier what the state has not seen yet. */
final class LogFollower {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration CATCH_UP = Duration.ofMinutes(10);

  private final Assemblies assemblies;
  private final Openings openings;
  private final Applier applier;

  LogFollower(Assemblies assemblies, Openings openings, Applier applier) {
    this.assemblies = assemblies;
    this.openings = openings;
    this.applier = applier;
  }

  /** At boot: applies what {@code sealedLogs} and then the active log hold, and follows that. */
  void catchUp(List<AssemblyFile.Entry> sealedLogs) {
    sealedLogs.forEach(this::catchUpWith);
    start();
    long last = assemblies.current().consensus().lastPosition();
    LOG.info(
        "state at index {}, log {} at position {} of {}",
        assemblies.current().store().index(),
        active().directory(),
        applier.position(),
        last);
    Kernel.await(applier.reached(last), CATCH_UP);
  }

  private void catchUpWith(AssemblyFile.Entry before) {
    RoleInstance log = openings.open(Role.CONSENSUS, before.provider(), before.directory());
    try {
      Consensus consensus = (Consensus) log.service();
      LOG.info("log {} was sealed at {}", before.directory(), consensus.lastPosition());
      start(log);
      Kernel.await(applier.reached(consensus.lastPosition()), CATCH_UP);
    } finally {
      Kernel.close(log);
    }
  }

  private RoleInstance active() {
    return assemblies.current().instance(Role.CONSENSUS).orElseThrow();
  }

  /** Has the active log deliver. */
  void start() {
    start(active());
  }

  private void start(RoleInstance log) {
    long after = Head.position(assemblies.current().store(), log.directory());
    applier.startAt(log.directory(), after);
    ((Consensus) log.service()).start(after, entry -> applier.deliver(log.directory(), entry));
  }

  /** Goes on with a log that was started before. */
  void goOn() {
    String log = active().directory();
    applier.startAt(log, Head.position(assemblies.current().store(), log));
  }
}
