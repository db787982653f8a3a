package io.cmesh.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable run of bytes with value equality, ordered as unsigned bytes.
 *
 * <p>Thread-safe. {@link #wrap} takes the array over without a copy: who wraps an array must not
 * change it afterwards.
 */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;
  private int hash;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Wraps {@code array}, which the caller gives up. */
  public static Bytes wrap(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array);
  }

  /** Copies {@code array}. */
  public static Bytes copyOf(byte[] array) {
    return wrap(array.clone());
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads lower- or upper-case hexadecimal; throws {@link IllegalArgumentException} otherwise. */
  public static Bytes hex(String hex) {
    return wrap(HexFormat.of().parseHex(hex));
  }

  /** Eight bytes, big-endian: keys made of it sort as unsigned numbers. */
  public static Bytes ofLong(long value) {
    return wrap(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** The remaining bytes of {@code buffer}, copied; its position does not move. */
  public static Bytes copyOf(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return wrap(copy);
  }

  /** How many bytes there are. */
  public int size() {
    return array.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return array.length == 0;
  }

  /** The byte at {@code index}. */
  public byte at(int index) {
    return array[index];
  }

  /** The backing array, not a copy: for reading only. */
  public byte[] unsafeArray() {
    return array;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return array.clone();
  }

  /** A read-only view. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(array).asReadOnlyBuffer();
  }

  /** The eight bytes from {@code offset} as a big-endian number. */
  public long longAt(int offset) {
    return ByteBuffer.wrap(array).getLong(offset);
  }

  /** The bytes in {@code [from, to)}, copied. */
  public Bytes slice(int from, int to) {
    return wrap(Arrays.copyOfRange(array, from, to));
  }

  /** These bytes followed by {@code other}. */
  public Bytes concat(Bytes other) {
    byte[] joined = Arrays.copyOf(array, array.length + other.array.length);
    System.arraycopy(other.array, 0, joined, array.length, other.array.length);
    return wrap(joined);
  }

  /** Whether these bytes begin with {@code prefix}. */
  public boolean startsWith(Bytes prefix) {
    return array.length >= prefix.array.length
        && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
  }

  /** The bytes as UTF-8 text; malformed sequences become U+FFFD. */
  public String utf8() {
    return new String(array, StandardCharsets.UTF_8);
  }

  /** Lower-case hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(array);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = Arrays.hashCode(array);
      hash = h;
    }
    return h;
  }

  /** Hexadecimal, cut after 32 bytes. */
  @Override
  public String toString() {
    return array.length <= 32 ? hex() : slice(0, 32).hex() + "… (" + array.length + " bytes)";
  }
}
