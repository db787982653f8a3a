package io.cmesh.iam.mock;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Keys;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token that another provider issued: a JWT (RFC 7519) under a token key of the node. Sessions
 * that are open outlive a swap to the mock, so it knows these, too. Its claims are believed because
 * the node's own key signed them; that is why a pattern is enough to read them.
 */
record SignedToken(String did, UUID session, Instant expires) {
  private static final int MAX_CHARACTERS = 4096;
  private static final Pattern DID = Pattern.compile("\"sub\":\"(did:key:z[1-9A-Za-z]{1,120})\"");
  private static final Pattern SESSION = Pattern.compile("\"sid\":\"([0-9a-f-]{36})\"");
  private static final Pattern EXPIRES = Pattern.compile("\"exp\":([0-9]{1,12})[,}]");

  /** Reads it; empty for what is no such token, or is not signed by the node. */
  static Optional<SignedToken> parse(String text, MockToken.Kind kind, Keys keys) {
    String[] parts = text.length() > MAX_CHARACTERS ? new String[0] : text.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String claims = decoded(parts[1]);
      return decoded(parts[0]).contains("\"typ\":\"" + kind.jwt() + "\"") && isOurs(parts, keys)
          ? of(claims)
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static boolean isOurs(String[] parts, Keys keys) {
    Bytes signed = Bytes.utf8(parts[0] + "." + parts[1]);
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    // One text for one signature.
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature).equals(parts[2])
        && keys.tokenKeys().stream()
            .anyMatch(key -> keys.verify(key.publicKey(), signed, Bytes.wrap(signature)));
  }

  private static Optional<SignedToken> of(String claims) {
    Matcher did = DID.matcher(claims);
    Matcher session = SESSION.matcher(claims);
    Matcher expires = EXPIRES.matcher(claims);
    return did.find() && session.find() && expires.find()
        ? Optional.of(
            new SignedToken(
                did.group(1),
                UUID.fromString(session.group(1)),
                Instant.ofEpochSecond(Long.parseLong(expires.group(1)))))
        : Optional.empty();
  }
}
