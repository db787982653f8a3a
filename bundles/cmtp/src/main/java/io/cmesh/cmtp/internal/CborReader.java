package io.cmesh.cmtp.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads deterministic CBOR from a byte array and refuses any other, naming the offset. Lengths are
 * checked against the bytes that are left before anything is allocated. Not thread-safe.
 *
 * <p>Jackson's CBOR parser hides how long a head was, and so cannot tell the shortest form from
 * another: hence a reader of our own.
 */
final class CborReader {
  private final byte[] bytes;
  private int at;

  CborReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The offset of the next byte. */
  int offset() {
    return at;
  }

  /** The first byte of the next item, 0–255, which stays unread. */
  int peek() {
    if (at >= bytes.length) {
      throw Refusal.cbor(at, "the end (expected: one more item)");
    }
    return bytes[at] & 0xFF;
  }

  /** Refuses anything that follows. */
  void requireEnd() {
    if (at < bytes.length) {
      throw Refusal.cbor(at, bytes.length - at + " trailing bytes (expected: the end)");
    }
  }

  /** An array's count of items, each at least a byte long. */
  int array() {
    return count(CborWriter.ARRAY, "an array", 1);
  }

  /** A map's count of pairs. */
  int map() {
    return count(CborWriter.MAP, "a map", 2);
  }

  /** A byte string. */
  byte[] bytes() {
    int length = count(CborWriter.BYTES, "a byte string", 1);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** A text string's UTF-8 form, checked. */
  byte[] utf8() {
    int length = count(CborWriter.TEXT, "a text string", 1);
    Utf8.require(bytes, at, at + length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** A text string. */
  String text() {
    return new String(utf8(), StandardCharsets.UTF_8);
  }

  /** A map's next key: checked to come after {@code previous} (null: it is the first). */
  byte[] key(byte @org.jspecify.annotations.Nullable [] previous) {
    int start = at;
    byte[] key = utf8();
    int order = previous == null ? -1 : CborWriter.KEY_ORDER.compare(previous, key);
    if (order == 0) {
      throw Refusal.duplicate(start, Json.quote(new String(key, StandardCharsets.UTF_8)));
    }
    if (order > 0) {
      throw Refusal.notDeterministic(
          start, "key " + Json.quote(new String(key, StandardCharsets.UTF_8)) + " out of order");
    }
    return key;
  }

  /** A whole number that fits a Java long. */
  long integer() {
    int start = at;
    BigInteger value = bigInteger();
    if (value.bitLength() > 63) {
      throw Refusal.field(start, value + " (expected: a whole number of at most 64 bits)");
    }
    return value.longValue();
  }

  /** A whole number of any size. */
  BigInteger bigInteger() {
    int start = at;
    int major = peek() >>> 5;
    if (major == CborWriter.TAG) {
      return bignum();
    }
    if (major != CborWriter.UNSIGNED && major != CborWriter.NEGATIVE) {
      throw unexpected(start, "a whole number");
    }
    long argument = argument();
    BigInteger value =
        argument >= 0 ? BigInteger.valueOf(argument) : new BigInteger(1, bigEndian(argument));
    return major == CborWriter.NEGATIVE ? value.not() : value;
  }

  private BigInteger bignum() {
    int start = at;
    long tag = argument();
    if (tag != 2 && tag != 3) {
      throw Refusal.untranslatable(start, "tag " + tag + " (expected: none, or 2 or 3)");
    }
    byte[] magnitude = bytes();
    if (magnitude.length <= 8 || magnitude[0] == 0) {
      throw Refusal.notDeterministic(start, "a big number that fits a shorter form");
    }
    BigInteger value = new BigInteger(1, magnitude);
    return tag == 3 ? value.not() : value;
  }

  /** A float, which must be finite and have no shorter form. */
  double real() {
    int start = at;
    double value = floatOf(start, peek());
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw Refusal.untranslatable(start, value + " (expected: a finite number)");
    }
    return value;
  }

  private double floatOf(int start, int head) {
    at++;
    if (head == CborWriter.HALF) {
      return Floats.fromHalf((int) unsigned(2));
    }
    if (head == CborWriter.FLOAT) {
      float single = Float.intBitsToFloat((int) unsigned(4));
      if (Floats.toHalf(single) != Floats.NOT_EXACT) {
        throw Refusal.notDeterministic(start, "a float that fits a half");
      }
      return single;
    }
    double value = Double.longBitsToDouble(unsigned(8));
    if ((double) (float) value == value) {
      throw Refusal.notDeterministic(start, "a double that fits a shorter float");
    }
    return value;
  }

  /** Skips the one byte that {@link #peek()} showed. */
  void skipByte() {
    at++;
  }

  private int count(int major, String expected, int least) {
    int start = at;
    if (peek() >>> 5 != major) {
      throw unexpected(start, expected);
    }
    long count = argument();
    if (count < 0 || count > (bytes.length - at) / least) {
      throw Refusal.cbor(
          start,
          "length "
              + Long.toUnsignedString(count)
              + " with "
              + (bytes.length - at)
              + " bytes left");
    }
    return (int) count;
  }

  private long argument() {
    int start = at;
    int info = bytes[at++] & 0x1F;
    if (info < 24) {
      return info;
    }
    if (info == 31) {
      throw Refusal.notDeterministic(start, "an indefinite length");
    }
    if (info > 27) {
      throw Refusal.cbor(start, "reserved additional information " + info);
    }
    int width = 1 << (info - 24);
    long value = unsigned(width);
    long least = width == 1 ? 24 : 1L << (4 * width);
    if (Long.compareUnsigned(value, least) < 0) {
      throw Refusal.notDeterministic(
          start, "argument " + value + " in " + width + " bytes (expected: the shortest form)");
    }
    return value;
  }

  private long unsigned(int width) {
    if (bytes.length - at < width) {
      throw Refusal.cbor(bytes.length, "the end (expected: " + width + " bytes from " + at + ")");
    }
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  private static byte[] bigEndian(long value) {
    return java.nio.ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private RuntimeException unexpected(int offset, String expected) {
    return Refusal.field(
        offset, String.format("0x%02x (expected: %s)", bytes[offset] & 0xFF, expected));
  }
}
