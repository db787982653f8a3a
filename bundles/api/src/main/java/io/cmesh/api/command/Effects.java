package io.cmesh.api.command;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.List;

/**
 * What a handler wants done: written together with the result and the index in one batch, or not at
 * all.
 *
 * @param status the answer's
 * @param payload the answer's: JSON text, UTF-8
 * @param mutations in order; a later one on the same key wins
 * @param events in order
 */
public record Effects(
    Status status, Bytes payload, List<Mutation> mutations, List<EventEffect> events) {
  private static final Bytes NULL = Bytes.utf8("null");

  /** Keeps unmodifiable copies. */
  public Effects {
    mutations = List.copyOf(mutations);
    events = List.copyOf(events);
  }

  /** 200 with these effects. */
  public static Effects ok(Bytes payload, List<Mutation> mutations, List<EventEffect> events) {
    return new Effects(Status.OK, payload, mutations, events);
  }

  /** 200 with {@code null} as payload. */
  public static Effects ok(List<Mutation> mutations) {
    return new Effects(Status.OK, NULL, mutations, List.of());
  }

  /**
   * A refusal: nothing is written but the result. Handlers may as well throw the {@link
   * MeshException}.
   */
  public static Effects refused(Status status, Bytes payload) {
    return new Effects(status, payload, List.of(), List.of());
  }
}
