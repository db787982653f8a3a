package io.cmesh.kernel.bytes;

import io.cmesh.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Appends numbers, texts and bytes to a growing array, big-endian. Not thread-safe. */
public final class ByteWriter {
  private byte[] array;
  private int size;

  /** With room for {@code expected} bytes before it grows. */
  public ByteWriter(int expected) {
    array = new byte[Math.max(expected, 16)];
  }

  private void room(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
    }
  }

  /** One byte. */
  public ByteWriter u8(int value) {
    room(1);
    array[size++] = (byte) value;
    return this;
  }

  /** Four bytes. */
  public ByteWriter i32(int value) {
    room(4);
    array[size++] = (byte) (value >>> 24);
    array[size++] = (byte) (value >>> 16);
    array[size++] = (byte) (value >>> 8);
    array[size++] = (byte) value;
    return this;
  }

  /** Eight bytes. */
  public ByteWriter i64(long value) {
    return i32((int) (value >>> 32)).i32((int) value);
  }

  /** A length of four bytes, then the bytes. */
  public ByteWriter bytes(Bytes value) {
    return bytes(value.unsafeArray());
  }

  private ByteWriter bytes(byte[] value) {
    i32(value.length);
    room(value.length);
    System.arraycopy(value, 0, array, size, value.length);
    size += value.length;
    return this;
  }

  /** UTF-8, as bytes. */
  public ByteWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A text or none. */
  public ByteWriter optional(@Nullable String value) {
    if (value == null) {
      return u8(0);
    }
    return u8(1).text(value);
  }

  /** How much was written. */
  public int size() {
    return size;
  }

  /** What was written, copied. */
  public Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(array, size));
  }
}
