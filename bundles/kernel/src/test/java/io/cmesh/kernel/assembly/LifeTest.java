package io.cmesh.kernel.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.kernel.assembly.Life.State;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifeTest {
  /** How an instance comes to each state. */
  private static final Map<State, List<State>> WAYS =
      new EnumMap<>(
          Map.of(
              State.OPENING, List.of(),
              State.READY, List.of(State.READY),
              State.ACTIVE, List.of(State.READY, State.ACTIVE),
              State.WATCHED, List.of(State.READY, State.ACTIVE, State.WATCHED),
              State.DRAINING, List.of(State.READY, State.DRAINING),
              State.CLOSED, List.of(State.READY, State.DRAINING, State.CLOSED),
              State.FAILED, List.of(State.FAILED),
              State.QUARANTINED, List.of(State.READY, State.DRAINING, State.QUARANTINED)));

  private static final Map<State, Set<State>> LEGAL =
      Map.of(
          State.OPENING, Set.of(State.READY, State.FAILED),
          State.READY, Set.of(State.ACTIVE, State.DRAINING, State.FAILED),
          State.ACTIVE, Set.of(State.WATCHED, State.DRAINING, State.FAILED),
          State.WATCHED, Set.of(State.ACTIVE, State.DRAINING),
          State.DRAINING, Set.of(State.CLOSED, State.QUARANTINED),
          State.CLOSED, Set.of(),
          State.FAILED, Set.of(State.DRAINING),
          State.QUARANTINED, Set.of(State.CLOSED));

  static Stream<Arguments> everyPair() {
    return Arrays.stream(State.values())
        .flatMap(from -> Arrays.stream(State.values()).map(to -> Arguments.of(from, to)));
  }

  private static Life at(State state) {
    Life life = new Life("state-memory-1");
    WAYS.get(state).forEach(life::to);
    return life;
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void anInstanceGoesTheLegalWaysAndNoOthers(State from, State to) {
    Life life = at(from);

    if (LEGAL.get(from).contains(to)) {
      life.to(to);
      assertThat(life.state()).isEqualTo(to);
    } else {
      assertThatThrownBy(() -> life.to(to))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("state-memory-1")
          .hasMessageContaining(from + " to " + to);
      assertThat(life.state()).isEqualTo(from);
    }
  }

  @Test
  void ofManyWhoMoveItAtOnceOneDoes() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 500; round++) {
        Life life = at(State.ACTIVE);
        Callable<Integer> drain =
            () -> {
              try {
                life.to(State.DRAINING);
                return 1;
              } catch (IllegalStateException e) {
                return 0;
              }
            };
        int moved = 0;
        for (Future<Integer> f : pool.invokeAll(List.of(drain, drain, drain, drain))) {
          moved += f.get();
        }
        assertThat(moved).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
