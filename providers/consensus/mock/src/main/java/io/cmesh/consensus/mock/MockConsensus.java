package io.cmesh.consensus.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.log.ConsensusRecord;
import io.cmesh.log.GroupCommitLog;
import io.cmesh.log.LogConsensus;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A group that is played: its members agree at once, the log they agree on is on this node's disk.
 */
final class MockConsensus extends LogConsensus {
  private static final byte VERSION = 1;

  /**
   * The head of a record: format version u8, leader u8 from 0, confirmations u8: all there were.
   */
  static final ConsensusRecord.Format FORMAT =
      new ConsensusRecord.Format(VERSION, 3, "CMESH-MCK-001", "CMESH-MCK-002");

  private final String self;
  private final int members;

  /** Who led the newest entry; member 0 before there is one. */
  private volatile int leader;

  MockConsensus(GroupCommitLog log, String self, int members) {
    super(log, FORMAT);
    this.self = self;
    this.members = members;
  }

  @Override
  protected LogEntry entry(long position, ConsensusRecord record) {
    int led = Byte.toUnsignedInt(record.head().at(1));
    return new LogEntry(position, record.proposer(), name(led), record.data());
  }

  @Override
  public CompletionStage<Long> propose(Proposal proposal) {
    int chosen = leaderOf(proposal.transactionId(), members);
    Bytes head = Bytes.wrap(new byte[] {VERSION, (byte) chosen, (byte) members});
    return commit(new ConsensusRecord(head, self, proposal.data()))
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
}
