package io.cmesh.kernel.bytes;

import io.cmesh.api.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote. Throws {@link IllegalArgumentException} where the bytes end
 * early or a length cannot be. Not thread-safe.
 */
public final class ByteReader {
  private final ByteBuffer buffer;

  /** Over {@code bytes}. */
  public ByteReader(Bytes bytes) {
    buffer = bytes.toBuffer();
  }

  /** One byte, 0 to 255. */
  public int u8() {
    try {
      return buffer.get() & 0xFF;
    } catch (BufferUnderflowException e) {
      throw ended(1, e);
    }
  }

  /** Four bytes. */
  public int i32() {
    try {
      return buffer.getInt();
    } catch (BufferUnderflowException e) {
      throw ended(4, e);
    }
  }

  /** Eight bytes. */
  public long i64() {
    try {
      return buffer.getLong();
    } catch (BufferUnderflowException e) {
      throw ended(8, e);
    }
  }

  /** A length and as many bytes. */
  public Bytes bytes() {
    int length = i32();
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException(
          "length "
              + length
              + " at byte "
              + (buffer.position() - 4)
              + " (expected: 0 to "
              + buffer.remaining()
              + ")");
    }
    byte[] value = new byte[length];
    buffer.get(value);
    return Bytes.wrap(value);
  }

  /** A text. */
  public String text() {
    return new String(bytes().unsafeArray(), StandardCharsets.UTF_8);
  }

  /** A text or none. */
  public @Nullable String optional() {
    return u8() == 0 ? null : text();
  }

  /** Whether everything was read. */
  public boolean atEnd() {
    return !buffer.hasRemaining();
  }

  private IllegalArgumentException ended(int wanted, BufferUnderflowException cause) {
    return new IllegalArgumentException(
        "ends at byte "
            + buffer.limit()
            + " (expected: "
            + wanted
            + " more from "
            + buffer.position()
            + ")",
        cause);
  }
}
