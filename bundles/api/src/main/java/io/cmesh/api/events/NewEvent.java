package io.cmesh.api.events;

import io.cmesh.api.Bytes;

/**
 * An event to be published.
 *
 * @param subject dotted tokens, 1 to 512 bytes, no wildcards, no white space
 * @param payload at most 1 MiB
 * @param id where it came from (an outbox id); 0 to 64 bytes, kept with the event
 */
public record NewEvent(String subject, Bytes payload, Bytes id) {
  /** Without an id. */
  public static NewEvent of(String subject, Bytes payload) {
    return new NewEvent(subject, payload, Bytes.EMPTY);
  }
}
