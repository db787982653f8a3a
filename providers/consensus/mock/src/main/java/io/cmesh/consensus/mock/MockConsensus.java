package io.cmesh.consensus.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.LogConsumer;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.log.GroupCommitLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A group that is played: its members agree at once, the log they agree on is on this node's disk.
 */
final class MockConsensus implements Consensus {
  private final GroupCommitLog log;
  private final String self;
  private final int members;

  /** Who led the newest entry; member 0 before there is one. */
  private volatile int leader;

  MockConsensus(GroupCommitLog log, String self, int members) {
    this.log = log;
    this.self = self;
    this.members = members;
  }

  @Override
  public void start(long after, LogConsumer consumer) {
    log.start(after, (position, record) -> consumer.deliver(entry(position, record)));
  }

  private static LogEntry entry(long position, Bytes bytes) {
    MockRecord record = MockRecord.decode(bytes);
    return new LogEntry(position, record.proposer(), name(record.leader()), record.data());
  }

  @Override
  public CompletionStage<Long> propose(Proposal proposal) {
    int bytes = proposal.data().size();
    if (bytes > MockRecord.MOST_DATA_BYTES) {
      return CompletableFuture.failedFuture(
          new MeshException(
              Status.TOO_LARGE,
              "CMESH-MCK-002",
              "proposal: "
                  + bytes
                  + " bytes (expected: at most "
                  + MockRecord.MOST_DATA_BYTES
                  + ")"));
    }
    int chosen = leaderOf(proposal.transactionId(), members);
    MockRecord record = new MockRecord(chosen, members, self, proposal.data());
    return log.propose(record.encode())
        .thenApply(
            position -> {
              leader = chosen;
              return position;
            });
  }

  /** The transaction id modulo the members: also for an id that is negative as a signed number. */
  static int leaderOf(long transactionId, int members) {
    return (int) Long.remainderUnsigned(transactionId, members);
  }

  private static String name(int member) {
    return "node-" + member;
  }

  @Override
  public CompletionStage<Long> readBarrier() {
    return CompletableFuture.completedFuture(log.committed());
  }

  @Override
  public long lastPosition() {
    return log.committed();
  }

  @Override
  public long firstPosition() {
    return log.first();
  }

  @Override
  public void cut(long position) {
    log.cut(position);
  }

  @Override
  public List<Member> members() {
    int leading = leader;
    return IntStream.range(0, members)
        .mapToObj(member -> new Member(name(member), "", member == leading, 0))
        .toList();
  }

  @Override
  public int confirmations() {
    return members;
  }

  @Override
  public long sizeBytes() {
    return log.sizeBytes();
  }

  Health health() {
    return log.health();
  }

  void close() {
    log.close();
  }
}
