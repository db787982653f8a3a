package io.cmesh.kernel.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.consensus.LogConsumer;
import io.cmesh.api.consensus.LogEntry;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.consensus.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log that commits what is proposed when the test says so. Thread-safe. */
public final class FakeLog implements Consensus {
  private final List<Proposal> proposals = new ArrayList<>();
  private final List<CompletableFuture<Long>> outcomes = new ArrayList<>();
  private LogConsumer consumer = entry -> {};
  private long position;

  /** Everything proposed, in order. */
  public synchronized List<Proposal> proposals() {
    return List.copyOf(proposals);
  }

  /** Commits the proposal with this number, from 0, and delivers it. */
  public void commit(int number) {
    CompletableFuture<Long> outcome;
    LogEntry entry;
    synchronized (this) {
      entry = new LogEntry(++position, "node", "node", proposals.get(number).data());
      outcome = outcomes.get(number);
    }
    consumer.deliver(entry);
    outcome.complete(entry.position());
  }

  /** Fails the proposal with this number, from 0. */
  public void fail(int number, RuntimeException reason) {
    CompletableFuture<Long> outcome;
    synchronized (this) {
      outcome = outcomes.get(number);
    }
    outcome.completeExceptionally(reason);
  }

  @Override
  public synchronized void start(long after, LogConsumer to) {
    consumer = to;
    position = after;
  }

  @Override
  public synchronized CompletionStage<Long> propose(Proposal proposal) {
    proposals.add(proposal);
    CompletableFuture<Long> outcome = new CompletableFuture<>();
    outcomes.add(outcome);
    return outcome;
  }

  @Override
  public CompletionStage<Long> readBarrier() {
    return CompletableFuture.completedFuture(lastPosition());
  }

  @Override
  public synchronized long lastPosition() {
    return position;
  }

  @Override
  public long firstPosition() {
    return 1;
  }

  @Override
  public void cut(long upTo) {}

  @Override
  public List<Member> members() {
    return List.of(new Member("node", "http://localhost", true, 0));
  }

  @Override
  public long sizeBytes() {
    return proposals().stream().map(Proposal::data).mapToLong(Bytes::size).sum();
  }
}
