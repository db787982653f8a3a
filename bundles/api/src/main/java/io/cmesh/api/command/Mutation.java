package io.cmesh.api.command;

import io.cmesh.api.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One key set or deleted.
 *
 * @param value null deletes
 */
public record Mutation(String namespace, Bytes key, @Nullable Bytes value) {
  /** Sets a key. */
  public static Mutation put(String namespace, Bytes key, Bytes value) {
    return new Mutation(namespace, key, value);
  }

  /** Deletes a key; nothing happens where there is none. */
  public static Mutation delete(String namespace, Bytes key) {
    return new Mutation(namespace, key, null);
  }
}
