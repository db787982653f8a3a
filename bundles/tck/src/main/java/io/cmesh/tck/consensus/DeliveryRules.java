package io.cmesh.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class DeliveryRules extends ConsensusRules {
  private static final int THREADS = 4;
  private static final int EACH = 500;

  DeliveryRules(ConsensusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("every committed entry with its position, data and proposer")
  void entriesAreDelivered() {
    Delivered delivered = start(0);
    long a = commit("a");
    long b = commit("b");
    assertThat(delivered.upTo(b).texts()).containsExactly("a", "b");
    assertThat(delivered.positions()).containsExactly(a, b);
    assertThat(delivered.entries())
        .allSatisfy(
            entry -> {
              assertThat(entry.proposer()).isEqualTo("node-0");
              assertThat(entry.leader()).isNotEmpty();
            });
  }

  @Test
  @DisplayName("entries after a position only, those of before the start first")
  void deliveryBeginsAfterAPosition() {
    commit("a");
    long b = commit("b");
    commit("c");
    Delivered delivered = start(b);
    long d = commit("d");
    assertThat(delivered.upTo(d).texts()).containsExactly("c", "d");
  }

  @Test
  @DisplayName("nothing where there is nothing after the position")
  void nothingIsDelivered() {
    long a = commit("a");
    Delivered delivered = start(a);
    long b = commit("b");
    assertThat(delivered.upTo(b).texts()).containsExactly("b");
  }

  @Test
  @DisplayName("what many threads propose: each once, in the order of positions, one at a time")
  void manyProposersAreDeliveredInOneOrder() throws Exception {
    Delivered delivered = start(0);
    List<Long> positions = proposeFromManyThreads();
    long last = positions.stream().mapToLong(Long::longValue).max().orElseThrow();
    delivered.upTo(last);
    assertThat(delivered.positions()).isSorted().containsExactlyInAnyOrderElementsOf(positions);
    assertThat(delivered.overlapped()).isFalse();
    for (int thread = 0; thread < THREADS; thread++) {
      String own = thread + ":";
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < EACH; i++) {
        expected.add(own + i);
      }
      assertThat(delivered.texts())
          .filteredOn(text -> text.startsWith(own))
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  @DisplayName("each entry once where the start comes while others propose")
  void theStartMissesNothingAndDoublesNothing() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<List<Long>> proposing = other.submit(this::proposeFromManyThreads);
      while (log.lastPosition() == 0) {
        Thread.onSpinWait();
      }
      Delivered delivered = start(0);
      List<Long> positions = proposing.get();
      long last = positions.stream().mapToLong(Long::longValue).max().orElseThrow();
      assertThat(delivered.upTo(last).positions())
          .isSorted()
          .containsExactlyInAnyOrderElementsOf(positions);
    } finally {
      other.shutdownNow();
    }
  }

  private List<Long> proposeFromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<CompletableFuture<Long>>>> proposing = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        proposing.add(threads.submit(() -> proposeAll(thread)));
      }
      List<Long> positions = new ArrayList<>();
      for (Future<List<CompletableFuture<Long>>> each : proposing) {
        each.get().forEach(stage -> positions.add(completed(stage)));
      }
      return positions;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<CompletableFuture<Long>> proposeAll(int thread) {
    List<CompletableFuture<Long>> stages = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      stages.add(propose(i, Bytes.utf8(thread + ":" + i)));
    }
    return stages;
  }

  @Test
  @DisplayName("to one consumer: it is started once")
  void aSecondStartIsRefused() {
    start(0);
    assertThatThrownBy(() -> start(0)).isInstanceOf(IllegalStateException.class);
  }
}
