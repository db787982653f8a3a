package io.cmesh.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void whoIsInsideKeepsItFromShutting() {
    Gate gate = new Gate(4);
    int pass = gate.enter();

    assertThat(gate.shut(5)).isFalse();

    gate.leave(pass);
    assertThat(gate.shut(5)).isTrue();
  }

  @Test
  void newcomersAreRefusedOnceItIsShut() {
    Gate gate = new Gate(1);
    gate.shut(5);

    assertThat(gate.tryEnter()).isEqualTo(Gate.SHUT);
    assertThatThrownBy(gate::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aRefusedNewcomerDoesNotKeepItFromShutting() {
    Gate gate = new Gate(1);
    gate.shut(0);
    gate.tryEnter();

    assertThat(gate.shut(0)).isTrue();
  }

  @Test
  void nobodyIsInsideOnceItIsShutHoweverManyPushIn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 300; round++) {
        pushInUntilShut(threads);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void pushInUntilShut(ExecutorService threads) throws Exception {
    Gate gate = new Gate(2);
    AtomicBoolean freed = new AtomicBoolean();
    List<Future<Boolean>> visitors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      visitors.add(threads.submit(() -> visitUntilRefused(gate, freed)));
    }
    assertThat(gate.shut(10_000)).isTrue();
    freed.set(true);
    for (Future<Boolean> visitor : visitors) {
      assertThat(visitor.get(10, TimeUnit.SECONDS)).as("touched what was freed").isFalse();
    }
  }

  private static boolean visitUntilRefused(Gate gate, AtomicBoolean freed) {
    boolean touched = false;
    for (int pass = gate.tryEnter(); pass != Gate.SHUT; pass = gate.tryEnter()) {
      touched |= freed.get();
      gate.leave(pass);
    }
    return touched;
  }
}
