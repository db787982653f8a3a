package io.cmesh.cmtp.internal;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/** Words the refusals of both codecs alike: what was wrong, where, what was expected. */
public final class Refusal {
  private Refusal() {}

  /** Not JSON. */
  public static MeshException json(long offset, String what) {
    return at("CMESH-CMTP-001", offset, what, "Send one JSON text in UTF-8 (RFC 8259).");
  }

  /** Not CBOR. */
  public static MeshException cbor(long offset, String what) {
    return at("CMESH-CMTP-002", offset, what, "Send one well-formed CBOR item (RFC 8949).");
  }

  /** CBOR, but not its one deterministic form. */
  public static MeshException notDeterministic(long offset, String what) {
    return at(
        "CMESH-CMTP-003",
        offset,
        what,
        "Encode deterministically (RFC 8949 §4.2.1): shortest heads and floats, definite lengths,"
            + " sorted keys.");
  }

  /** Well formed, but not a message. */
  public static MeshException field(long offset, String what) {
    return at("CMESH-CMTP-004", offset, what, "See docs/reference/cmtp.md for a message's fields.");
  }

  /** More bytes than a message may have. */
  public static MeshException tooLong(long size, long max) {
    return new MeshException(
        Status.TOO_LARGE,
        "CMESH-CMTP-005",
        "message: " + size + " bytes (expected: at most " + max + ")",
        "Send less in one message.");
  }

  /** Too deep, too long a number: a limit that protects the reader. */
  public static MeshException limit(long offset, String what) {
    return at("CMESH-CMTP-006", offset, what, "Send a flatter or smaller payload.");
  }

  /** Bytes that are not UTF-8, or text that Unicode has no scalar values for. */
  public static MeshException utf8(long offset, String what) {
    return at("CMESH-CMTP-007", offset, what, "Send text in UTF-8 (RFC 3629).");
  }

  /** A value that JSON or CBOR alone can hold. */
  public static MeshException untranslatable(long offset, String what) {
    return at(
        "CMESH-CMTP-008",
        offset,
        what,
        "Send values that JSON and CBOR both have; numbers within the range of a double.");
  }

  /** A key twice in one object. */
  public static MeshException duplicate(long offset, String key) {
    return at(
        "CMESH-CMTP-010", offset, "key " + key + " twice", "Send each key of an object once.");
  }

  private static MeshException at(String code, long offset, String what, String hint) {
    return new MeshException(Status.BAD_REQUEST, code, "at byte " + offset + ": " + what, hint);
  }
}
