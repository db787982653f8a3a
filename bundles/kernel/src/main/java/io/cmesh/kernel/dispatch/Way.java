package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.LayerHasher;
import io.cmesh.api.node.AuditLog;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.handlers.contracts.Execution;
import io.cmesh.kernel.keys.OperatorTokens;
import io.cmesh.kernel.order.Applier;
import io.cmesh.kernel.order.Handlers;
import io.cmesh.kernel.order.Sequencer;
import io.cmesh.kernel.outbox.OutboxPump;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Puts the steps of a request's way together. */
public final class Way implements AutoCloseable {
  private final KernelDispatcher dispatcher;
  private final Gate gate;
  private final Recorder record;
  private final Deadlines deadlines;

  /**
   * What the steps stand on.
   *
   * @param random secure and thread-safe
   * @param limit how long a write may take before it is answered 504
   */
  public record Parts(
      Assemblies assemblies,
      Sequencer sequencer,
      Applier applier,
      Handlers handlers,
      OutboxPump pump,
      Execution execution,
      OperatorTokens operators,
      LayerHasher hasher,
      AuditLog audit,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random,
      String node,
      Duration limit) {}

  /** Of these parts. */
  public Way(Parts parts) {
    Authenticate authenticate = new Authenticate(parts.operators, parts.clock);
    Authorize authorize = new Authorize();
    deadlines = new Deadlines(parts.scheduler, parts.clock, parts.limit);
    record =
        new Recorder(
            parts.audit,
            parts.assemblies,
            parts.scheduler,
            parts.clock,
            parts.node,
            parts.pump::health);
    Order order = new Order(parts.sequencer, parts.handlers, deadlines, parts.clock, parts.random);
    gate = new Gate(parts.assemblies, authenticate);
    dispatcher =
        new KernelDispatcher(
            parts.assemblies,
            parts.hasher,
            parts.clock,
            new Salts(parts.random),
            authenticate,
            authorize,
            new ReadBarrier(parts.applier),
            order,
            executors(parts, order, authorize),
            record);
  }

  private static Map<Opcode, Executor> executors(Parts parts, Order order, Authorize authorize) {
    Map<Opcode, Executor> executors = new EnumMap<>(Opcode.class);
    executors.put(Opcode.I, new Identity(authorize));
    executors.put(Opcode.R, new NameReads());
    executors.put(Opcode.RW, new Registration(order));
    executors.put(Opcode.S, new StateReads(parts.execution));
    executors.put(Opcode.SW, new StateWrites(order));
    executors.put(Opcode.E, new EventReads(parts.pump));
    executors.put(Opcode.EW, new EventWrites(order, parts.pump));
    executors.put(Opcode.C, new ChainReads());
    return executors;
  }

  /** The way itself. */
  public KernelDispatcher dispatcher() {
    return dispatcher;
  }

  /** Who may do what besides messages. */
  public Gate gate() {
    return gate;
  }

  /** Whether messages are being recorded. */
  public Health recording() {
    return record.health();
  }

  /** Records a control action: a swap, a backup, a key rotated. */
  public void recordAction(UUID id, Bytes hash) {
    record.keep('c', id, hash);
  }

  @Override
  public void close() {
    deadlines.close();
    record.close();
  }
}
