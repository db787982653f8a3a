package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.LogConsumer;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A consensus whose whole log is on this node's disk: what is committed there is decided. Providers
 * add who leads and who the members are. As thread-safe as its {@link GroupCommitLog}.
 */
public abstract class LogConsensus implements Consensus {
  private final GroupCommitLog log;
  private final ConsensusRecord.Format format;

  /** Takes a log over; {@link #instance} closes it. */
  protected LogConsensus(GroupCommitLog log, ConsensusRecord.Format format) {
    this.log = log;
    this.format = format;
  }

  /** What a record of the log says. */
  protected abstract LogEntry entry(long position, ConsensusRecord record);

  /** Commits a record; completes as {@link Consensus#propose} says. */
  protected final CompletionStage<Long> commit(ConsensusRecord record) {
    int bytes = record.data().size();
    if (bytes > ConsensusRecord.MOST_DATA_BYTES) {
      return CompletableFuture.failedFuture(format.tooLong(bytes));
    }
    return log.propose(record.encode());
  }

  @Override
  public final void start(long after, LogConsumer consumer) {
    log.start(after, (position, record) -> consumer.deliver(entry(position, record)));
  }

  private LogEntry entry(long position, Bytes record) {
    return entry(position, format.decode(record));
  }

  @Override
  public final CompletionStage<Long> readBarrier() {
    return CompletableFuture.completedFuture(log.committed());
  }

  @Override
  public final long lastPosition() {
    return log.committed();
  }

  @Override
  public final long firstPosition() {
    return log.first();
  }

  @Override
  public final void cut(long position) {
    log.cut(position);
  }

  @Override
  public final long sizeBytes() {
    return log.sizeBytes();
  }

  /** This consensus as an open provider: as healthy as its log, which ends with it. */
  public final Instance<Consensus> instance() {
    return new Open();
  }

  private final class Open implements Instance<Consensus> {
    @Override
    public Consensus service() {
      return LogConsensus.this;
    }

    @Override
    public Health health() {
      return log.health();
    }

    @Override
    public void close() {
      log.close();
    }
  }
}
