package io.cmesh.api.consensus;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The durable log: proposes, delivers in order, tells when a read is up to date.
 *
 * <p>All methods from any thread. Stages complete exceptionally with {@link
 * io.cmesh.api.error.MeshException}: 503 where there is no leader or no quorum (nothing was
 * logged), 504 where the outcome is unknown, 507 where the disk is full (nothing was logged).
 */
@ConsumerType
public interface Consensus {
  /**
   * Begins delivery: every committed entry with {@code position > after}, in order, then those that
   * follow. Called once per instance. Throws {@link io.cmesh.api.error.MeshException} where entries
   * after {@code after} were cut already.
   */
  void start(long after, LogConsumer consumer);

  /**
   * Proposes an entry. Entries proposed by one thread are committed in that order. Completes with
   * the position once the entry is committed and, unless configured otherwise, on disk (fsync); it
   * is delivered as well.
   */
  CompletionStage<Long> propose(Proposal proposal);

  /**
   * Completes with the position that must have been applied before a read that began now may be
   * answered.
   */
  CompletionStage<Long> readBarrier();

  /** The last committed position; 0 in an empty log. */
  long lastPosition();

  /** The first position still kept; {@code lastPosition() + 1} where none is. */
  long firstPosition();

  /**
   * Forgets entries up to {@code position}: they are in every store that needs them. May forget
   * fewer.
   */
  void cut(long position);

  /** The group, this node included. */
  List<Member> members();

  /** How many confirmations an entry gets before it counts as confirmed: 1 on a single node. */
  default int confirmations() {
    return 1;
  }

  /** Bytes on disk, roughly. */
  long sizeBytes();
}
