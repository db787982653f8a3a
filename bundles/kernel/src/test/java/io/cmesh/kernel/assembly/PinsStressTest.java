package io.cmesh.kernel.assembly;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Runs requests and swaps against each other and compares what they saw with every order there
 * could have been. A role must be like a register that requests read and swaps exchange: then no
 * call is lost, and never are two providers active. A request that meets a closed instance reads
 * {@link #CLOSED}, which no swap ever wrote.
 */
public class PinsStressTest {
  private static final int CLOSED = -1;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Looks looks = new Looks();
  private final Assemblies assemblies = new Assemblies(looks);

  /** Starts with an instance of each role. */
  public PinsStressTest() {
    assemblies.install(instance(Role.PROOF, new Numbered(0)));
    assemblies.install(instance(Role.CONTRACT, new Numbered(0)));
  }

  /** A service that knows whether it is closed. */
  private static final class Numbered {
    private final int number;
    private volatile boolean closed;

    Numbered(int number) {
      this.number = number;
    }
  }

  private record Open(Numbered service) implements Instance<Numbered> {
    @Override
    public Health health() {
      return Health.OK;
    }

    @Override
    public void close() {
      service.closed = true;
    }
  }

  private static RoleInstance instance(Role role, Numbered service) {
    Descriptor descriptor =
        new Descriptor(
            role, "model", "1.0.0", true, false, HandOver.STATELESS, Set.of(), List.of());
    return new RoleInstance(descriptor, "model", new Open(service), new Life("model"));
  }

  /** Keeps what is to be looked at again; its deadlines never come. */
  private static final class Looks implements Scheduler {
    private final Queue<Runnable> looks = new ConcurrentLinkedQueue<>();

    @Override
    public Cancellable every(Duration interval, Runnable task) {
      looks.add(task);
      return () -> {};
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public Serial serial(String name) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Executor pool() {
      throw new AssertionError("not asked for");
    }

    void next() {
      Runnable next = looks.poll();
      if (next != null) {
        next.run();
      }
    }
  }

  /** A request that works with what it pinned. */
  @Operation
  public int request() {
    try (Assembly.Pin pin = assemblies.pin()) {
      Numbered service = (Numbered) pin.assembly().instance(Role.CONTRACT).orElseThrow().service();
      Thread.yield();
      return service.closed ? CLOSED : service.number;
    }
  }

  /**
   * Replaces the provider that requests use, right after another role's: so a request may hold an
   * assembly older than the one replaced. Returns whom it replaced.
   */
  @Operation
  public int swap(@Param(gen = IntGen.class, conf = "1:9") int number) {
    swap(Role.PROOF, new Numbered(0));
    return swap(Role.CONTRACT, new Numbered(number));
  }

  /** Time passes: looks again whether what was replaced is still in use. */
  @Operation
  public void look() {
    looks.next();
  }

  private int swap(Role role, Numbered fresh) {
    Assembly before = assemblies.install(instance(role, fresh));
    RoleInstance old = before.instance(role).orElseThrow();
    assemblies.drained(before, LIMIT).thenAccept(drained -> old.instance().close());
    return ((Numbered) old.service()).number;
  }

  @Test
  void noInterleavingLosesARequestOrLetsItMeetAClosedInstance() {
    new StressOptions()
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .iterations(20)
        .invocationsPerIteration(5_000)
        .check(PinsStressTest.class);
  }
}
