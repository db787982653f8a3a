package io.cmesh.cmtp.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes deterministic CBOR (RFC 8949 §4.2.1): the shortest heads and floats, definite lengths.
 * Whoever writes a map writes its keys in the order of {@link #KEY_ORDER}. Not thread-safe.
 */
public final class CborWriter {
  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  static final int FALSE = 0xF4;
  static final int TRUE = 0xF5;
  static final int NULL = 0xF6;
  static final int HALF = 0xF9;
  static final int FLOAT = 0xFA;
  static final int DOUBLE = 0xFB;

  /**
   * The order of a map's text keys by their encoded bytes: the head holds the length, so the
   * shorter comes first.
   */
  public static final java.util.Comparator<byte[]> KEY_ORDER =
      (a, b) -> a.length != b.length ? a.length - b.length : Arrays.compareUnsigned(a, b);

  private byte[] buffer;
  private int size;

  /** Starts with room for {@code capacity} bytes; grows as needed. */
  public CborWriter(int capacity) {
    this(new byte[capacity]);
  }

  /** Writes into {@code buffer} from its start until it is full, then into a larger one. */
  public CborWriter(byte[] buffer) {
    this.buffer = buffer;
  }

  /** Forgets what was written; keeps the room. */
  public void reset() {
    size = 0;
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** What was written stands here, in its first {@link #size()} bytes. */
  public byte[] buffer() {
    return buffer;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  /** The head of an array of {@code count} items, which the caller writes next. */
  public void array(int count) {
    head(ARRAY, count);
  }

  /** The head of a map of {@code count} pairs. */
  public void map(int count) {
    head(MAP, count);
  }

  /** An integer. */
  public void integer(long value) {
    if (value >= 0) {
      head(UNSIGNED, value);
    } else {
      head(NEGATIVE, ~value);
    }
  }

  /** An integer of any size: with a head where that fits 64 bits, else as tag 2 or 3. */
  void integer(BigInteger value) {
    BigInteger magnitude = value.signum() < 0 ? value.not() : value;
    if (magnitude.bitLength() <= 64) {
      head(value.signum() < 0 ? NEGATIVE : UNSIGNED, magnitude.longValue());
      return;
    }
    head(TAG, value.signum() < 0 ? 3 : 2);
    byte[] bytes = magnitude.toByteArray();
    boolean padded = bytes[0] == 0;
    bytes(padded ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  /** A finite number in the shortest float that holds it exactly. */
  void real(double value) {
    float single = (float) value;
    if ((double) single != value) {
      room(9);
      buffer[size++] = (byte) DOUBLE;
      big(Double.doubleToRawLongBits(value), 8);
      return;
    }
    int half = Floats.toHalf(single);
    room(5);
    if (half == Floats.NOT_EXACT) {
      buffer[size++] = (byte) FLOAT;
      big(Float.floatToRawIntBits(single), 4);
    } else {
      buffer[size++] = (byte) HALF;
      big(half, 2);
    }
  }

  /** True or false. */
  void bool(boolean value) {
    room(1);
    buffer[size++] = (byte) (value ? TRUE : FALSE);
  }

  /** Null. */
  public void nothing() {
    room(1);
    buffer[size++] = (byte) NULL;
  }

  /** A byte string. */
  public void bytes(byte[] value) {
    head(BYTES, value.length);
    raw(value);
  }

  /** A text string. */
  public void text(String text) {
    int length = text.length();
    head(TEXT, length);
    room(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size -= i + headLength(length);
        utf8(text.getBytes(StandardCharsets.UTF_8));
        return;
      }
      buffer[size++] = (byte) c;
    }
  }

  /** A text string from its UTF-8 form. */
  void utf8(byte[] text) {
    head(TEXT, text.length);
    raw(text);
  }

  /** Bytes that are CBOR already. */
  void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
  }

  private void head(int major, long argument) {
    room(9);
    int type = major << 5;
    if (argument >= 0 && argument < 24) {
      buffer[size++] = (byte) (type | argument);
    } else if (argument >>> 8 == 0) {
      buffer[size++] = (byte) (type | 24);
      big(argument, 1);
    } else if (argument >>> 16 == 0) {
      buffer[size++] = (byte) (type | 25);
      big(argument, 2);
    } else if (argument >>> 32 == 0) {
      buffer[size++] = (byte) (type | 26);
      big(argument, 4);
    } else {
      buffer[size++] = (byte) (type | 27);
      big(argument, 8);
    }
  }

  private static int headLength(int argument) {
    return argument < 24 ? 1 : argument < 1 << 8 ? 2 : argument < 1 << 16 ? 3 : 5;
  }

  private void big(long value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  private void room(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
