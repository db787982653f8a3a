package io.cmesh.api.state;

import io.cmesh.api.Bytes;
import org.jspecify.annotations.Nullable;

/** Reading, and only reading, of replicated state. Thread-safe unless it says otherwise. */
public interface View {
  /** The index of the last command whose effects are seen. */
  long index();

  /** The value of a key, or null. */
  @Nullable Versioned get(String namespace, Bytes key);

  /**
   * The entries of a namespace with {@code from <= key < to}, ordered as unsigned bytes; to null:
   * to the end.
   */
  Scan scan(String namespace, Bytes from, @Nullable Bytes to);
}
