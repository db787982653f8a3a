package io.cmesh.consensus.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Instance;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MockProviderTest {
  private TestOpening opening;

  @BeforeEach
  void prepare(@TempDir Path dir) {
    opening = TestOpening.in(dir).pid("io.cmesh.consensus.mock");
  }

  @AfterEach
  void end() {
    opening.close();
  }

  private Instance<Consensus> open() {
    return new MockProvider("0.1.0").open(opening.opening());
  }

  private static void commit(Consensus log, long transactionId) {
    log.propose(new Proposal(transactionId, Bytes.EMPTY)).toCompletableFuture().join();
  }

  private static List<String> leaders(Consensus log, int count) {
    List<LogEntry> entries = new CopyOnWriteArrayList<>();
    log.start(0, entries::add);
    Awaitility.await().until(() -> entries.size() == count);
    return entries.stream().map(LogEntry::leader).toList();
  }

  @Test
  void theLeaderIsTheTransactionIdModuloTheMembers() {
    try (Instance<Consensus> mock = open()) {
      for (long transaction : new long[] {0, 1, 2, 3, 7, -1}) {
        commit(mock.service(), transaction);
      }
      assertThat(leaders(mock.service(), 6))
          .containsExactly("node-0", "node-1", "node-2", "node-0", "node-1", "node-0");
    }
  }

  @Test
  void everyMemberConfirms() {
    opening.set("members", "5");
    try (Instance<Consensus> mock = open()) {
      assertThat(mock.service().confirmations()).isEqualTo(5);
      assertThat(mock.service().members())
          .extracting(Member::id)
          .containsExactly("node-0", "node-1", "node-2", "node-3", "node-4");
    }
  }

  @Test
  void theMemberThatLedLastLeads() {
    try (Instance<Consensus> mock = open()) {
      commit(mock.service(), 5);
      assertThat(mock.service().members())
          .filteredOn(Member::leader)
          .extracting(Member::id)
          .containsExactly("node-2");
    }
  }

  @Test
  void anEntryKeepsItsLeaderWhenTheGroupGrows() {
    try (Instance<Consensus> mock = open()) {
      commit(mock.service(), 4);
    }
    opening.set("members", "4");
    try (Instance<Consensus> mock = open()) {
      commit(mock.service(), 4);
      assertThat(leaders(mock.service(), 2)).containsExactly("node-1", "node-0");
    }
  }

  @Test
  void aGroupOfNobodyIsRefused() {
    opening.set("members", "0");
    assertThatThrownBy(this::open)
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("members = 0");
  }

  @Test
  void aRecordThatIsNoneOfMocksIsRefused() {
    assertThatThrownBy(() -> MockConsensus.FORMAT.decode(Bytes.hex("02000000")))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-MCK-001");
  }
}
