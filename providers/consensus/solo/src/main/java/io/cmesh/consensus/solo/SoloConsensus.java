package io.cmesh.consensus.solo;

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

/** A group of one: what is on its disk is committed. */
final class SoloConsensus implements Consensus {
  private final GroupCommitLog log;
  private final String self;

  SoloConsensus(GroupCommitLog log, String self) {
    this.log = log;
    this.self = self;
  }

  @Override
  public void start(long after, LogConsumer consumer) {
    log.start(after, (position, record) -> consumer.deliver(entry(position, record)));
  }

  private static LogEntry entry(long position, Bytes bytes) {
    SoloRecord record = SoloRecord.decode(bytes);
    return new LogEntry(position, record.proposer(), record.proposer(), record.data());
  }

  @Override
  public CompletionStage<Long> propose(Proposal proposal) {
    int bytes = proposal.data().size();
    if (bytes > SoloRecord.MOST_DATA_BYTES) {
      return CompletableFuture.failedFuture(
          new MeshException(
              Status.TOO_LARGE,
              "CMESH-SOLO-002",
              "proposal: "
                  + bytes
                  + " bytes (expected: at most "
                  + SoloRecord.MOST_DATA_BYTES
                  + ")"));
    }
    return log.propose(new SoloRecord(self, proposal.data()).encode());
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
    return List.of(new Member(self, "", true, 0));
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
