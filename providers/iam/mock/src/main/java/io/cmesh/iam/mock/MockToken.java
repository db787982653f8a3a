package io.cmesh.iam.mock;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token that anybody can make: {@code mock.<base64url of the DID>.<session>}, or {@code
 * mock-renew.…}. It ends {@link #LIFETIME} after its session was begun, which the session's id says
 * (UUID version 7).
 */
record MockToken(Kind kind, String did, UUID session) {
  static final Duration LIFETIME = Duration.ofDays(30);

  private static final Pattern FORM =
      Pattern.compile("(mock|mock-renew)\\.([A-Za-z0-9_-]{1,128})\\.([0-9a-f-]{36})");

  /** What a token is for. */
  enum Kind {
    ACCESS("mock", "at+jwt"),
    RENEWAL("mock-renew", "renew+jwt");

    private final String text;
    private final String jwt;

    Kind(String text, String jwt) {
      this.text = text;
      this.jwt = jwt;
    }

    /** The type of a signed token for the same. */
    String jwt() {
      return jwt;
    }
  }

  static MockToken parse(String text, Kind kind) {
    Matcher form = FORM.matcher(text.length() > 256 ? "" : text);
    if (!form.matches() || !form.group(1).equals(kind.text)) {
      throw malformed(kind);
    }
    try {
      byte[] did = Base64.getUrlDecoder().decode(form.group(2));
      MockToken token =
          new MockToken(
              kind, new String(did, StandardCharsets.UTF_8), UUID.fromString(form.group(3)));
      if (DidKey.isDid(token.did) && token.text().equals(text)) {
        return token;
      }
    } catch (IllegalArgumentException e) {
      throw malformed(kind);
    }
    throw malformed(kind);
  }

  String text() {
    byte[] bytes = did.getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return kind.text + "." + encoded + "." + session;
  }

  /** When it ends. */
  Instant expires() {
    return expires(session);
  }

  static Instant expires(UUID session) {
    return Instant.ofEpochMilli(session.getMostSignificantBits() >>> 16).plus(LIFETIME);
  }

  private static MeshException malformed(Kind kind) {
    return new MeshException(
        Status.UNAUTHORIZED,
        "CMESH-IMK-003",
        "no mock token (expected: " + kind.text + ".<base64url of the DID>.<session>)",
        "Get a token with: cmesh login");
  }
}
