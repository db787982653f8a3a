package io.cmesh.events.memory;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.time.Duration;

/** What this provider refuses with. */
final class Refusals {
  private static final String LIST = "List what there is with: cmesh events list";

  private Refusals() {}

  static MeshException bad(String what, Object value, String expected) {
    return new MeshException(
        Status.BAD_REQUEST, "CMESH-EVM-001", what + ": " + value + " (expected: " + expected + ")");
  }

  static MeshException twoStreams(String one, String other) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-EVM-002",
        "events of one call lie in the streams " + one + " and " + other + " (expected: one)",
        "Publish to each stream by itself");
  }

  static MeshException payloadTooLong(String subject, int bytes, int most) {
    return new MeshException(
        Status.TOO_LARGE,
        "CMESH-EVM-003",
        "payload for " + subject + ": " + bytes + " bytes (expected: at most " + most + ")");
  }

  static MeshException unknownStream(String name) {
    return new MeshException(
        Status.NOT_FOUND, "CMESH-EVM-004", "stream: '" + name + "' is not there", LIST);
  }

  static MeshException taken(String stream, long first, long next) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-EVM-005",
        "first: " + first + " (expected: " + next + " or more) in stream " + stream,
        "Adopt only what follows the stream's newest event");
  }

  static MeshException closed() {
    return MeshException.of(
            Status.UNAVAILABLE, "CMESH-EVM-006", "this instance of events/memory is closed")
        .hint("Try again after the delay")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  static MeshException nobodyServes(String subject) {
    return MeshException.of(Status.UNAVAILABLE, "CMESH-EVM-007", "nobody serves " + subject)
        .hint("Try again when its service runs")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  static MeshException noReply(String subject, Duration timeout) {
    return new MeshException(
        Status.TIMEOUT,
        "CMESH-EVM-008",
        "no reply on " + subject + " within " + timeout.toMillis() + " ms");
  }

  static MeshException responderFailed(String subject, Throwable cause) {
    return MeshException.of(
            Status.INTERNAL, "CMESH-EVM-009", "who serves " + subject + " failed: " + cause)
        .cause(cause)
        .build();
  }
}
