package io.cmesh.iam.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.provider.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Makes session ids and nonces. The instance's random source is good for ids, not for secrets: so a
 * nonce is HMAC-SHA-256 of id and step under a key that only this node could make, the hash of a
 * signature of its own over a random text. Nobody foresees a nonce, and a simulator still replays
 * one. Thread-safe.
 */
final class Nonces {
  private static final String PURPOSE = "cmesh iam/local nonces 1";

  private final Clock clock;
  private final RandomGenerator random;
  private final KeyParameter secret;

  Nonces(Keys keys, Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    Bytes text = Bytes.utf8(PURPOSE).concat(Bytes.ofLong(clock.millis())).concat(Bytes.wrap(salt));
    this.secret = new KeyParameter(sha256(keys.sign(text).unsafeArray()));
  }

  UUID id() {
    // A generator need not be thread-safe.
    synchronized (random) {
      return MessageId.next(clock.millis(), random);
    }
  }

  Bytes nonce(UUID id, String step) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(secret);
    mac.update(MessageId.bytes(id), 0, 16);
    byte[] text = step.getBytes(StandardCharsets.US_ASCII);
    mac.update(text, 0, text.length);
    byte[] nonce = new byte[mac.getMacSize()];
    mac.doFinal(nonce, 0);
    return Bytes.wrap(nonce);
  }

  private static byte[] sha256(byte[] data) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(data, 0, data.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
