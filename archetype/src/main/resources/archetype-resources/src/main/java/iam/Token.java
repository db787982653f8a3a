package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token: {@code access.<base64url of the DID>.<session>.<base64url of the signature>}, or {@code
 * renew.…}. It ends thirty days after its session was begun, which the session's id says (UUID
 * version 7). Put JWTs in its place where others have to read it.
 */
record Token(Kind kind, String did, UUID session) {
  static final Duration LIFETIME = Duration.ofDays(30);

  private static final Pattern FORM =
      Pattern.compile(
          "(access|renew)\\.([A-Za-z0-9_-]{1,128})\\.([0-9a-f-]{36})\\.([A-Za-z0-9_-]{86})");

  /** What a token is for. */
  enum Kind {
    ACCESS("access"),
    RENEWAL("renew");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  static Token parse(String text, Kind kind, Keys keys) {
    Matcher form = FORM.matcher(text.length() > 512 ? "" : text);
    if (!form.matches() || !form.group(1).equals(kind.text)) {
      throw malformed(kind);
    }
    try {
      byte[] did = Base64.getUrlDecoder().decode(form.group(2));
      Token token =
          new Token(kind, new String(did, StandardCharsets.UTF_8), UUID.fromString(form.group(3)));
      Bytes signature = Bytes.wrap(Base64.getUrlDecoder().decode(form.group(4)));
      if (DidKey.isDid(token.did)
          && text.equals(token.text() + "." + encoded(signature.unsafeArray()))
          && token.isSigned(signature, keys)) {
        return token;
      }
    } catch (IllegalArgumentException e) {
      throw malformed(kind);
    }
    throw malformed(kind);
  }

  private boolean isSigned(Bytes signature, Keys keys) {
    Bytes signed = Bytes.utf8(text());
    return keys.tokenKeys().stream()
        .anyMatch(key -> keys.verify(key.publicKey(), signed, signature));
  }

  /** As it is handed out. */
  String signed(Keys keys) {
    Bytes signature = keys.signToken(Bytes.utf8(text()));
    return text() + "." + encoded(signature.unsafeArray());
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String text() {
    return kind.text + "." + encoded(did.getBytes(StandardCharsets.UTF_8)) + "." + session;
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
        "${name.toUpperCase()}-004",
        "no token of this node (expected: " + kind.text + ".<DID>.<session>.<signature>)",
        "Get a token with: cmesh login");
  }
}
