package io.cmesh.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class CommitRules extends ConsensusRules {
  private static final int MOST_BYTES = 4 << 20;

  CommitRules(ConsensusKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("nothing by itself: a new log is empty")
  void aNewLogIsEmpty() {
    assertThat(log.lastPosition()).isGreaterThanOrEqualTo(0);
    assertThat(log.firstPosition()).isLessThanOrEqualTo(log.lastPosition() + 1);
  }

  @Test
  @DisplayName("a proposal at a position that rises")
  void positionsRise() {
    long first = commit("a");
    long second = commit("b");
    assertThat(first).isPositive();
    assertThat(second).isGreaterThan(first);
    assertThat(log.lastPosition()).isGreaterThanOrEqualTo(second);
  }

  @Test
  @DisplayName("what one thread proposes in that order, without waiting for each")
  void oneThreadsOrderIsKept() {
    List<CompletableFuture<Long>> stages = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      stages.add(propose("entry " + i));
    }
    List<Long> positions = stages.stream().map(ConsensusRules::completed).toList();
    assertThat(positions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("before delivery is started as well")
  void commitsBeforeTheStart() {
    long position = commit("early");
    assertThat(start(0).upTo(position).texts()).contains("early");
  }

  @Test
  @DisplayName("empty data, and data of 4 MiB")
  void allSizesAreCommitted() {
    Delivered delivered = start(0);
    long empty = completed(propose(1, Bytes.EMPTY));
    long large = completed(propose(2, Bytes.wrap(new byte[MOST_BYTES])));
    assertThat(delivered.upTo(large).entries())
        .filteredOn(entry -> entry.position() == empty || entry.position() == large)
        .extracting(entry -> entry.data().size())
        .containsExactly(0, MOST_BYTES);
  }

  @Test
  @DisplayName("no data beyond 4 MiB (413), and goes on")
  void tooLongIsRefused() {
    assertRefused(
        () -> completed(propose(1, Bytes.wrap(new byte[MOST_BYTES + 1]))), Status.TOO_LARGE);
    assertThat(commit("after")).isPositive();
  }

  @Test
  @DisplayName("and lets a read that begins afterwards wait for it")
  void theReadBarrierCoversWhatWasCommitted() {
    long position = commit("a");
    assertThat(completed(log.readBarrier())).isGreaterThanOrEqualTo(position);
  }

  @Test
  @DisplayName("with a group that has one leader and confirms with one member at least")
  void membersAreKnown() {
    commit("a");
    assertThat(log.members()).isNotEmpty().filteredOn(Member::leader).hasSize(1);
    assertThat(log.confirmations()).isBetween(1, log.members().size());
  }

  @Test
  @DisplayName("on disk: its size grows")
  void theSizeGrows() {
    long before = log.sizeBytes();
    long position = completed(propose(1, Bytes.wrap(new byte[MOST_BYTES])));
    assertThat(position).isPositive();
    assertThat(log.sizeBytes()).isGreaterThan(before);
  }
}
