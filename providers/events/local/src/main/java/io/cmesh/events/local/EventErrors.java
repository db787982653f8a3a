package io.cmesh.events.local;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What this provider refuses with. */
final class EventErrors {
  private EventErrors() {}

  static MeshException noStream(String subject) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-EVL-001",
        "subject: '" + subject + "' is held by no stream",
        "List what there is with: cmesh events list");
  }

  static MeshException twoStreams(String what, String one, String other) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-EVL-002",
        what + " lies in the streams " + one + " and " + other + " (expected: one)",
        "Ask for each stream by itself");
  }

  static MeshException payloadTooLong(String subject, int bytes, int most) {
    return new MeshException(
        Status.TOO_LARGE,
        "CMESH-EVL-003",
        "payload for " + subject + ": " + bytes + " bytes (expected: at most " + most + ")");
  }

  static MeshException bad(String what, Object value, String expected) {
    return new MeshException(
        Status.BAD_REQUEST, "CMESH-EVL-004", what + ": " + value + " (expected: " + expected + ")");
  }

  static MeshException tooMany(long bytes) {
    return MeshException.of(
            Status.TOO_MANY_REQUESTS,
            "CMESH-EVL-005",
            bytes + " bytes of events wait to be written")
        .hint("Publish again after the delay, or raise queueBytes")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  /** A failed write: 507 where the disk is full, else 500. */
  static MeshException writeFailed(String stream, IOException cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    boolean full = text.contains("no space") || text.contains("quota");
    return MeshException.of(
            full ? Status.INSUFFICIENT_STORAGE : Status.INTERNAL,
            "CMESH-EVL-006",
            "stream " + stream + " cannot be written: " + cause.getMessage())
        .hint(full ? "Make room on the disk and publish again" : "See the node's log and its disk")
        .cause(cause)
        .build();
  }

  static MeshException readFailed(String stream, IOException cause) {
    return MeshException.of(
            Status.INTERNAL,
            "CMESH-EVL-007",
            "stream " + stream + " cannot be read: " + cause.getMessage())
        .hint("See the node's log and its disk")
        .cause(cause)
        .build();
  }

  static MeshException corrupt(Path file, String what) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-EVL-008",
        file + " is corrupt: " + what,
        "Restore it from a backup, or move the directory away to begin with empty streams");
  }

  static MeshException closed() {
    return MeshException.of(
            Status.UNAVAILABLE, "CMESH-EVL-009", "this instance of events/local is closed")
        .hint("Try again after the delay")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  static MeshException nobodyServes(String subject) {
    return MeshException.of(Status.UNAVAILABLE, "CMESH-EVL-010", "nobody serves " + subject)
        .hint("Try again when its service runs")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  static MeshException noReply(String subject, Duration timeout) {
    return new MeshException(
        Status.TIMEOUT,
        "CMESH-EVL-011",
        "no reply on " + subject + " within " + timeout.toMillis() + " ms");
  }

  static MeshException responderFailed(String subject, Throwable cause) {
    return MeshException.of(
            Status.INTERNAL, "CMESH-EVL-012", "who serves " + subject + " failed: " + cause)
        .cause(cause)
        .build();
  }

  static MeshException unknown(String stream) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-EVL-013",
        "stream: '" + stream + "' is not there",
        "List what there is with: cmesh events list");
  }

  static MeshException taken(String stream, long first, long next) {
    return new MeshException(
        Status.CONFLICT,
        "CMESH-EVL-014",
        "first: "
            + first
            + " (expected: "
            + next
            + " or more: stream "
            + stream
            + " has those before)",
        "Adopt only what follows the stream's newest event");
  }
}
