package io.cmesh.kernel.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.cmesh.api.provider.Keys.TokenKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are signed with: a current one, and former ones until the last token signed
 * with them has expired. Kept in one file, a private JWK Set whose keys have {@code iat} (made)
 * and, once retired, {@code exp} (no longer accepted), with {@code "format": "cmesh-token-keys",
 * "version": 1}. Thread-safe; rotations are on disk when they return.
 */
final class TokenKeys {
  static final int MAX_KEYS = 256;

  private static final String FORMAT = "cmesh-token-keys";
  private static final long VERSION = 1;

  private final Path file;
  private final Clock clock;
  private final SecureRandom random;
  private final Duration retention;
  private volatile List<Kept> keys;

  /** Loads the keys, or makes the first one. */
  TokenKeys(Path file, Clock clock, SecureRandom random, Duration retention) {
    this.file = file;
    this.clock = clock;
    this.random = random;
    this.retention = retention;
    if (KeyFiles.exists(file)) {
      keys = load();
    } else {
      keys = List.of(fresh());
      store(keys);
    }
  }

  SigningKey current() {
    return keys.get(0).key;
  }

  List<TokenKey> all() {
    Instant now = clock.instant();
    return keys.stream().filter(k -> k.isAccepted(now)).map(k -> k.key.tokenKey()).toList();
  }

  synchronized void rotate() {
    Instant now = clock.instant();
    List<Kept> next = new ArrayList<>();
    next.add(fresh());
    for (Kept kept : keys) {
      if (kept.isAccepted(now)) {
        next.add(kept.end == null ? kept.until(now.plus(retention)) : kept);
      }
    }
    if (next.size() > MAX_KEYS) {
      throw KeyErrors.tooManyTokenKeys(next.size() - 1, untilOldestEnds(next, now));
    }
    store(next);
    keys = List.copyOf(next);
  }

  private Kept fresh() {
    return new Kept(SigningKey.generate(random), clock.instant(), null);
  }

  private static Duration untilOldestEnds(List<Kept> kept, Instant now) {
    Instant end = kept.get(kept.size() - 1).end;
    return end == null ? Duration.ZERO : Duration.between(now, end);
  }

  private void store(List<Kept> kept) {
    List<JWK> jwks = kept.stream().<JWK>map(Kept::jwk).toList();
    JWKSet set = new JWKSet(jwks, Map.of("format", FORMAT, "version", VERSION));
    KeyFiles.write(file, JSONObjectUtils.toJSONString(set.toJSONObject(false)) + "\n");
  }

  private List<Kept> load() {
    JWKSet set = parse();
    Object version = set.getAdditionalMembers().get("version");
    if (!FORMAT.equals(set.getAdditionalMembers().get("format"))
        || !(version instanceof Number number)
        || number.longValue() != VERSION) {
      throw KeyErrors.notAKey(file, "format version " + version + ", this is " + VERSION, null);
    }
    List<Kept> loaded = set.getKeys().stream().map(this::kept).toList();
    if (loaded.isEmpty() || loaded.size() > MAX_KEYS) {
      throw KeyErrors.notAKey(file, loaded.size() + " keys", null);
    }
    return loaded;
  }

  private JWKSet parse() {
    try {
      return JWKSet.parse(KeyFiles.read(file));
    } catch (ParseException | IllegalArgumentException e) {
      // Without the cause's text: it could quote a secret.
      throw KeyErrors.notAKey(file, "no JWK Set", null);
    }
  }

  private Kept kept(JWK jwk) {
    Date made = jwk.getIssueTime();
    if (!(jwk instanceof OctetKeyPair pair) || made == null) {
      throw KeyErrors.notAKey(file, "a key of another kind, or without iat", null);
    }
    Date end = jwk.getExpirationTime();
    return new Kept(
        SigningKey.ofJwk(pair, file), made.toInstant(), end == null ? null : end.toInstant());
  }

  /**
   * @param end when it is no longer accepted; null for the current key
   */
  private record Kept(SigningKey key, Instant made, @Nullable Instant end) {
    boolean isAccepted(Instant now) {
      return end == null || now.isBefore(end);
    }

    Kept until(Instant instant) {
      return new Kept(key, made, instant);
    }

    OctetKeyPair jwk() {
      OctetKeyPair.Builder jwk = key.jwk().keyID(key.tokenKey().id()).issueTime(Date.from(made));
      return (end == null ? jwk : jwk.expirationTime(Date.from(end))).build();
    }
  }
}
