package io.cmesh.doors.mesh;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.time.Duration;

/** What the door itself refuses. */
final class DoorErrors {
  private static final int SHOWN = 80;

  private DoorErrors() {}

  static MeshException badPath(int offset, String expected) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-DOR-001",
        "path: offset " + offset + ": expected " + expected,
        "Percent-encode the UTF-8 form of each character once.");
  }

  static MeshException badMethod(String method, String allowed) {
    return new MeshException(
        Status.METHOD_NOT_ALLOWED,
        "CMESH-DOR-002",
        "method: " + method + " (expected: " + allowed + ")",
        allowed.equals("POST")
            ? "What is sent here is sent by POST; a write is a POST."
            : "This path is asked by " + allowed.replace(", ", " or ") + ".");
  }

  static MeshException bodyNotText(int offset) {
    return badBody("offset " + offset + " is no UTF-8", "text in UTF-8");
  }

  static MeshException badBody(String what, String expected) {
    return new MeshException(
        Status.BAD_REQUEST, "CMESH-DOR-003", "body: " + what + " (expected: " + expected + ")");
  }

  static MeshException badType(String type, String expected) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-DOR-004",
        "Content-Type: " + shown(type) + " (expected: " + expected + ")",
        "With curl: --json, or -H 'Content-Type: application/json'.");
  }

  static MeshException badKey(String value) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-DOR-005",
        "Idempotency-Key: '" + shown(value) + "' (expected: a UUID)");
  }

  static MeshException noToken() {
    return new MeshException(
        Status.UNAUTHORIZED,
        "CMESH-DOR-006",
        "no token",
        "Get a session: cmesh login, or POST /session with your DID.");
  }

  static MeshException nothingHere() {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-DOR-007",
        "nothing is served at this path",
        "docs/reference/http.md lists what is.");
  }

  static MeshException notReady() {
    return MeshException.of(Status.UNAVAILABLE, "CMESH-DOR-008", "the node is not ready yet")
        .hint("GET /readyz says when it is.")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  static MeshException tooLong(long bytes, int max) {
    return new MeshException(
        Status.TOO_LARGE,
        "CMESH-DOR-009",
        "fqmn: " + bytes + " bytes (expected: at most " + max + ")");
  }

  static MeshException badQuery(String key, String value, String expected) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-DOR-010",
        "query: " + key + "=" + shown(value) + " (expected: " + expected + ")");
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
