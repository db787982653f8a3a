package io.cmesh.consensus.solo;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.consensus.Proposal;
import io.cmesh.log.ConsensusRecord;
import io.cmesh.log.GroupCommitLog;
import io.cmesh.log.LogConsensus;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A group of one: what is on its disk is committed. */
final class SoloConsensus extends LogConsensus {
  private static final byte VERSION = 1;

  /** Records of which nothing but the version comes before the proposer. */
  static final ConsensusRecord.Format FORMAT =
      new ConsensusRecord.Format(VERSION, 1, "CMESH-SOLO-001", "CMESH-SOLO-002");

  private static final Bytes HEAD = Bytes.wrap(new byte[] {VERSION});

  private final String self;

  SoloConsensus(GroupCommitLog log, String self) {
    super(log, FORMAT);
    this.self = self;
  }

  @Override
  protected LogEntry entry(long position, ConsensusRecord record) {
    return new LogEntry(position, record.proposer(), record.proposer(), record.data());
  }

  @Override
  public CompletionStage<Long> propose(Proposal proposal) {
    return commit(new ConsensusRecord(HEAD, self, proposal.data()));
  }

  @Override
  public List<Member> members() {
    return List.of(new Member(self, "", true, 0));
  }
}
