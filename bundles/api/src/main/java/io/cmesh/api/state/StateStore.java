package io.cmesh.api.state;

import io.cmesh.api.Bytes;
import java.util.Iterator;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A namespaced, versioned key/value store. Reads as a {@link View} see the last committed batch.
 *
 * <p>Reads from any thread at any time; {@link #commit}, {@link #load} and {@link #flush} come from
 * one thread at a time. A batch is seen whole or not at all, by every reader. A full disk or a
 * broken engine throws {@link io.cmesh.api.error.MeshException} (507 or 500) from {@code commit},
 * and nothing of the batch is seen then.
 */
@ConsumerType
public interface StateStore extends View {
  /** The index of the last batch; 0 in an empty store. */
  @Override
  long index();

  /** The index up to which everything survives a crash of the machine; at most {@link #index}. */
  long durableIndex();

  /**
   * Writes a batch. Need not be durable: the log is. Throws {@link IllegalArgumentException} unless
   * its index is above.
   */
  void commit(StateBatch batch);

  /** The store as it is now. */
  StateSnapshot snapshot();

  /**
   * A digest of all entries outside namespaces that begin with {@code ~}, kept by {@link
   * StateDigest} with every batch: equal content, equal digest, whatever the provider and the way
   * there. 32 bytes.
   */
  Bytes digest();

  /**
   * Makes everything committed durable before it returns; then {@link #durableIndex} equals {@link
   * #index}.
   */
  void flush();

  /**
   * Replaces everything by {@code entries}, whose versions are kept, at {@code index}; durable when
   * it returns. A crash underway leaves the store empty (index 0), never half loaded.
   */
  void load(long index, Iterator<StateEntry> entries);

  /** Bytes on disk or in memory, roughly. */
  long sizeBytes();
}
