package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Ed25519 public keys as DIDs, by the {@code did:key} method (W3C CCG, did:key v0.7): the multibase
 * prefix {@code z}, then base58btc of the multicodec {@code 0xed01} and the 32 bytes of the key.
 *
 * <p>Each key has one text and each text one key: what is not exactly as {@link #encode} writes it
 * is refused, so that DIDs can be compared as text. Whether the bytes are a point of the curve is
 * for whoever verifies with them. Pure; thread-safe.
 */
public final class DidKey {
  /** What every DID here begins with. */
  public static final String PREFIX = "did:key:z";

  /** Bytes of a public key. */
  public static final int KEY_BYTES = 32;

  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int[] DIGITS = digits();
  private static final BigInteger BASE = BigInteger.valueOf(58);

  // 0xed01 and 32 bytes always take this many base58 digits: log58(0xed01 * 256^32) is 46.4.
  private static final int LENGTH = PREFIX.length() + 47;

  private static final int CODEC_BYTES = 2;
  private static final byte CODEC_HIGH = (byte) 0xed;
  private static final byte CODEC_LOW = 0x01;

  private DidKey() {}

  /**
   * The DID of a public key.
   *
   * @throws IllegalArgumentException unless it has {@link #KEY_BYTES}
   */
  public static String encode(Bytes publicKey) {
    if (publicKey.size() != KEY_BYTES) {
      throw new IllegalArgumentException(
          "public key: " + publicKey.size() + " bytes (expected: " + KEY_BYTES + ")");
    }
    byte[] coded = new byte[CODEC_BYTES + KEY_BYTES];
    coded[0] = CODEC_HIGH;
    coded[1] = CODEC_LOW;
    System.arraycopy(publicKey.unsafeArray(), 0, coded, CODEC_BYTES, KEY_BYTES);
    return PREFIX + base58(new BigInteger(1, coded));
  }

  /**
   * The public key of a DID.
   *
   * @throws MeshException 400 {@code CMESH-IAM-001} where the text is anything but an Ed25519
   *     {@code did:key}
   */
  public static Bytes decode(String did) {
    if (did.length() != LENGTH || !did.startsWith(PREFIX)) {
      throw malformed(did);
    }
    BigInteger number = BigInteger.ZERO;
    for (int i = PREFIX.length(); i < LENGTH; i++) {
      int digit = digit(did.charAt(i));
      if (digit < 0) {
        throw malformed(did);
      }
      number = number.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    return key(number.toByteArray(), did);
  }

  /** Whether {@link #decode} would take it. */
  public static boolean isDid(String text) {
    try {
      decode(text);
      return true;
    } catch (MeshException e) {
      return false;
    }
  }

  private static Bytes key(byte[] twosComplement, String did) {
    // A leading zero byte, since the codec's first bit is set.
    if (twosComplement.length != 1 + CODEC_BYTES + KEY_BYTES
        || twosComplement[0] != 0
        || twosComplement[1] != CODEC_HIGH
        || twosComplement[2] != CODEC_LOW) {
      throw malformed(did);
    }
    return Bytes.wrap(Arrays.copyOfRange(twosComplement, 1 + CODEC_BYTES, twosComplement.length));
  }

  private static String base58(BigInteger number) {
    StringBuilder reversed = new StringBuilder(LENGTH);
    BigInteger rest = number;
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      reversed.append(ALPHABET.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return reversed.reverse().toString();
  }

  private static int digit(char c) {
    return c < DIGITS.length ? DIGITS[c] : -1;
  }

  private static int[] digits() {
    int[] digits = new int[128];
    Arrays.fill(digits, -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      digits[ALPHABET.charAt(i)] = i;
    }
    return digits;
  }

  private static MeshException malformed(String did) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-IAM-001",
        "DID: " + shown(did) + " (expected: did:key:z6Mk… of an Ed25519 key)",
        "Make an identity with: cmesh login --as NAME");
  }

  private static String shown(String did) {
    String cut = did.length() <= 80 ? did : did.substring(0, 80) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
