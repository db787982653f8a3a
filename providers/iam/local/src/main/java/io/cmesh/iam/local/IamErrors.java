package io.cmesh.iam.local;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Settings;
import java.time.Duration;
import java.util.UUID;

/** The refusals of this provider, in one place. */
final class IamErrors {
  private static final String AGAIN = "Begin again with POST /session, or: cmesh login";
  private static final String LOGIN = "Get a token with: cmesh login";

  private IamErrors() {}

  static MeshException weakKey(String did) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-IAM-002",
        "DID: " + did + " is no usable Ed25519 key (expected: a point of the curve's main group)",
        "Make an identity with: cmesh login --as NAME");
  }

  static MeshException unknownStep(UUID id) {
    return unauthorized(
        "CMESH-IAM-003",
        "session " + id + ": not under way; unknown, finished or forgotten",
        AGAIN);
  }

  static MeshException late(UUID id) {
    return unauthorized(
        "CMESH-IAM-004", "session " + id + ": too late (expected: all steps within 60 s)", AGAIN);
  }

  static MeshException outOfOrder(UUID id, String step, String expected) {
    return unauthorized(
        "CMESH-IAM-005",
        "session " + id + ": " + step + " replayed or out of order (expected: " + expected + ")",
        AGAIN);
  }

  static MeshException forgedStep(UUID id, String step, String did) {
    return unauthorized(
        "CMESH-IAM-006",
        "session " + id + ": the " + step + "'s signature is not that of " + did,
        "Sign the deterministic CBOR of [\"" + step + "\", id, nonce, node DID, DID]. " + AGAIN);
  }

  static MeshException closed(String did) {
    return new MeshException(
        Status.FORBIDDEN,
        "CMESH-IAM-007",
        "sessions are closed to " + did + ": io.cmesh.iam.local has open = false, no rule names it",
        "Ask an administrator for: cmesh permission grant");
  }

  static MeshException malformedToken(String what) {
    return unauthorized("CMESH-IAM-010", "token: " + what, LOGIN);
  }

  static MeshException wrongType(String found, String expected) {
    return unauthorized(
        "CMESH-IAM-011", "token: of type " + found + " (expected: " + expected + ")", LOGIN);
  }

  static MeshException unknownKey() {
    return unauthorized("CMESH-IAM-012", "token: its kid is no key of this node", LOGIN);
  }

  static MeshException forgedToken() {
    return unauthorized("CMESH-IAM-013", "token: the signature is not this node's", LOGIN);
  }

  static MeshException foreignToken(String claim) {
    return unauthorized("CMESH-IAM-014", "token: " + claim + " is not this node", LOGIN);
  }

  static MeshException expired(String what) {
    return unauthorized("CMESH-IAM-015", "token: " + what, "It is renewed by: cmesh login");
  }

  static MeshException notOpen(UUID session) {
    return unauthorized(
        "CMESH-IAM-016", "session " + session + ": ended, expired or never opened", LOGIN);
  }

  static MeshException busyRotating() {
    return MeshException.of(
            Status.UNAVAILABLE, "CMESH-IAM-017", "token keys are being rotated again and again")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  static MeshException badSetting(Settings settings, String key, Duration min, Duration max) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-IAM-025",
        settings.pid()
            + ": "
            + key
            + " = "
            + settings.text(key, "")
            + " (expected: "
            + min
            + " to "
            + max
            + ")",
        "Change it with: cmesh config set " + settings.pid() + "." + key + " VALUE");
  }

  private static MeshException unauthorized(String code, String what, String hint) {
    return new MeshException(Status.UNAUTHORIZED, code, what, hint);
  }
}
