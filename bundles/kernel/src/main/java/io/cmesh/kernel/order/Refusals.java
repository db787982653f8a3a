package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.kernel.bytes.Json;

/** Refusals as payloads: {@code {"code", "message", "hint"}}. */
public final class Refusals {
  private Refusals() {}

  /** The payload of a refusal. */
  public static Bytes payload(MeshException refusal) {
    Json json = Json.object().text("code", refusal.code()).text("message", refusal.text());
    refusal.hint().ifPresent(hint -> json.text("hint", hint));
    refusal
        .retryAfter()
        .ifPresent(delay -> json.number("retryAfterSeconds", Math.max(1, delay.toSeconds())));
    return json.bytes();
  }
}
