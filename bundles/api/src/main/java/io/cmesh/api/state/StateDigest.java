package io.cmesh.api.state;

import io.cmesh.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The incremental digest of a store's content: a homomorphic sum over its entries, so that adding
 * and removing an entry costs the same however large the store is, and two stores with equal
 * content have equal digests.
 *
 * <p>LtHash with 1,024 lanes of 16 bits (Bellare and Micciancio 1997; Lewi, Kim, Maykov, Weis
 * 2019): an entry is hashed with SHA-256 and stretched to 2,048 bytes; lanes are added modulo 2^16.
 * The digest shown is the SHA-256 of the lanes, big-endian.
 *
 * <p>The stretching is the XOR of two key streams of AES-128 in counter mode: one under the key
 * {@code CMesh digest sum}, starting at the hash's first half, one under {@code CMesh sum digest},
 * starting at its second. The keys are public and always the same, so that none is scheduled for an
 * entry: AES under them is taken for two random permutations, as a sponge takes its own for one
 * (Guo, Katz, Wang, Yu 2020), and their XOR for a random function (Lucks 2000). Who writes entries
 * cannot choose where the streams start, for that is a SHA-256 value; two entries share a stream
 * only where halves collide, and a sum in which shared streams cancel each other needs a cycle of
 * such entries, which takes about 2^127 tries, as a collision of SHA-256 takes 2^128. Even then
 * only the lowest bits of the lanes cancel: streams are joined by XOR, lanes by addition.
 *
 * <p>Not thread-safe.
 */
public final class StateDigest {
  /** Bytes of the running sum. */
  public static final int STATE_BYTES = 2048;

  private static final byte[] ZEROS = new byte[STATE_BYTES];
  private static final SecretKeySpec FIRST_KEY = key("CMesh digest sum");
  private static final SecretKeySpec SECOND_KEY = key("CMesh sum digest");
  private static final int LANES = STATE_BYTES / Short.BYTES;

  private final short[] lanes = new short[LANES];
  private final short[] term = new short[LANES];
  private final byte[] stream = new byte[STATE_BYTES];
  private final byte[] stretched = new byte[STATE_BYTES];
  private final MessageDigest sha256;
  private final Cipher first;
  private final Cipher second;

  private static SecretKeySpec key(String text) {
    return new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), "AES");
  }

  /** Of an empty store. */
  public StateDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      first = Cipher.getInstance("AES/CTR/NoPadding");
      second = Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this JDK lacks SHA-256 or AES/CTR, which every JDK must have", e);
    }
  }

  /**
   * From a running sum kept earlier; throws {@link IllegalArgumentException} unless it has {@link
   * #STATE_BYTES}.
   */
  public StateDigest(Bytes state) {
    this();
    if (state.size() != STATE_BYTES) {
      throw new IllegalArgumentException(
          "digest state: " + state.size() + " bytes (expected: " + STATE_BYTES + ")");
    }
    state.toBuffer().asShortBuffer().get(lanes);
  }

  /** Whether entries of this namespace count: all but those that begin with {@code ~}. */
  public static boolean counts(String namespace) {
    return namespace.charAt(0) != '~';
  }

  /** Adds an entry, if its namespace counts. */
  public void add(String namespace, Bytes key, Bytes value, long version) {
    if (counts(namespace)) {
      stretch(namespace, key, value, version);
      for (int i = 0; i < LANES; i++) {
        lanes[i] += term[i];
      }
    }
  }

  /** Takes an entry away that was added before, if its namespace counts. */
  public void remove(String namespace, Bytes key, Bytes value, long version) {
    if (counts(namespace)) {
      stretch(namespace, key, value, version);
      for (int i = 0; i < LANES; i++) {
        lanes[i] -= term[i];
      }
    }
  }

  private void stretch(String namespace, Bytes key, Bytes value, long version) {
    byte[] name = namespace.getBytes(StandardCharsets.UTF_8);
    ByteBuffer lengths = ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES);
    sha256.update(lengths.putInt(name.length).putInt(key.size()).putLong(version).array());
    sha256.update(name);
    sha256.update(key.unsafeArray());
    byte[] hash = sha256.digest(value.unsafeArray());
    try {
      first.init(Cipher.ENCRYPT_MODE, FIRST_KEY, new IvParameterSpec(hash, 0, 16));
      first.doFinal(ZEROS, 0, STATE_BYTES, stream, 0);
      second.init(Cipher.ENCRYPT_MODE, SECOND_KEY, new IvParameterSpec(hash, 16, 16));
      second.doFinal(stream, 0, STATE_BYTES, stretched, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/CTR refused " + STATE_BYTES + " bytes", e);
    }
    ByteBuffer.wrap(stretched).asShortBuffer().get(term);
  }

  /** The running sum, to be kept with the batch. */
  public Bytes state() {
    ByteBuffer state = ByteBuffer.allocate(STATE_BYTES);
    state.asShortBuffer().put(lanes);
    return Bytes.wrap(state.array());
  }

  /** The digest: 32 bytes. */
  public Bytes value() {
    return Bytes.wrap(sha256.digest(state().unsafeArray()));
  }

  /** Back to that of an empty store. */
  public void clear() {
    Arrays.fill(lanes, (short) 0);
  }
}
