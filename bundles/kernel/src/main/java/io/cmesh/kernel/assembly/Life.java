package io.cmesh.kernel.assembly;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An instance's life.
 *
 * <pre>
 * OPENING ──► READY ──► ACTIVE ──► WATCHED ──► DRAINING ──► CLOSED
 *    │          │         │  ▲        │            │
 *    │          │         │  └────────┘            └──► QUARANTINED
 *    └──────────┴─────────┴──► FAILED
 * </pre>
 *
 * <p>OPENING: being made. READY: open, nobody's requests. ACTIVE: in the current assembly. WATCHED:
 * replaced, fed all the same, can come back. DRAINING: no new requests, those pinned end. CLOSED:
 * gone. FAILED: could not be opened or broke. QUARANTINED: requests did not end in time; left open
 * for good rather than closed under a call.
 *
 * <p>Thread-safe.
 */
public final class Life {
  /** Where an instance stands. */
  public enum State {
    OPENING,
    READY,
    ACTIVE,
    WATCHED,
    DRAINING,
    CLOSED,
    FAILED,
    QUARANTINED
  }

  private static final Map<State, Set<State>> LEGAL =
      Map.of(
          State.OPENING, EnumSet.of(State.READY, State.FAILED),
          State.READY, EnumSet.of(State.ACTIVE, State.DRAINING, State.FAILED),
          State.ACTIVE, EnumSet.of(State.WATCHED, State.DRAINING, State.FAILED),
          State.WATCHED, EnumSet.of(State.ACTIVE, State.DRAINING),
          State.DRAINING, EnumSet.of(State.CLOSED, State.QUARANTINED),
          State.FAILED, EnumSet.of(State.DRAINING),
          State.CLOSED, EnumSet.noneOf(State.class),
          State.QUARANTINED, EnumSet.of(State.CLOSED));

  private final String instance;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

  Life(String instance) {
    this.instance = instance;
  }

  /** Where it stands. */
  public State state() {
    return current();
  }

  private State current() {
    State now = state.get();
    if (now == null) {
      throw new IllegalStateException("instance " + instance + " has no state");
    }
    return now;
  }

  /** Goes on to {@code next}; throws {@link IllegalStateException} where there is no such way. */
  public void to(State next) {
    State before = current();
    Set<State> ways = LEGAL.getOrDefault(before, Set.of());
    if (!ways.contains(next) || !state.compareAndSet(before, next)) {
      throw new IllegalStateException(
          "instance "
              + instance
              + ": "
              + before
              + " to "
              + next
              + " (expected one of: "
              + ways
              + ")");
    }
  }
}
