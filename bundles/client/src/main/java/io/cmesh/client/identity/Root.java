package io.cmesh.client.identity;

import io.cmesh.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * A secret of 32 bytes from which any number of identities are derived. Two of them cannot be
 * linked by anybody who does not hold the root.
 *
 * <p>The identity called NAME is the Ed25519 key at {@code m/44'/6470'/h1'/h2'} (SLIP-0010, seed =
 * the root's 32 bytes), where h1 is the first and h2 the second big-endian 32-bit word of SHA-256
 * of the name in UTF-8, each with its highest bit cleared: bytes 0 to 3 and 4 to 7 of the hash, 31
 * bits of each.
 *
 * <p>Immutable, thread-safe. Keep it with {@link RootFile}, carry it with {@link RootExport}.
 */
public final class Root {
  /** Bytes of a root. */
  public static final int SEED_BYTES = 32;

  private static final int PURPOSE = 44;
  private static final int COIN = 6470;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

  private final byte[] seed;

  private Root(byte[] seed) {
    this.seed = seed;
  }

  /** A new root. */
  public static Root generate(SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return new Root(seed);
  }

  /**
   * The root with this seed.
   *
   * @throws IllegalArgumentException unless it has {@link #SEED_BYTES}
   */
  public static Root ofSeed(Bytes seed) {
    if (seed.size() != SEED_BYTES) {
      throw new IllegalArgumentException(
          "seed: " + seed.size() + " bytes (expected: " + SEED_BYTES + ")");
    }
    return new Root(seed.toArray());
  }

  /**
   * Derives the identity called {@code name}; the same at every call.
   *
   * @param name 1 to 64 characters: letters, digits and {@code . _ @ + -}, beginning with a letter
   *     or digit; case matters
   * @throws io.cmesh.api.error.MeshException 400 {@code CMESH-CLI-101} for any other name
   */
  public Identity identity(String name) {
    if (!NAME.matcher(name).matches()) {
      throw IdentityErrors.badName(name);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256(name));
    int h1 = hash.getInt() & Integer.MAX_VALUE;
    int h2 = hash.getInt() & Integer.MAX_VALUE;
    Slip10 node = Slip10.master(seed).child(PURPOSE).child(COIN).child(h1).child(h2);
    return new Identity(name, new Ed25519PrivateKeyParameters(node.key()));
  }

  /** The secret: for storing, never for showing. */
  Bytes seed() {
    return Bytes.copyOf(seed);
  }

  private static byte[] sha256(String text) {
    SHA256Digest digest = new SHA256Digest();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(bytes, 0, bytes.length);
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return out;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Root[secret]";
  }
}
