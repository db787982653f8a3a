package io.cmesh.doors.mesh;

import io.cmesh.api.error.MeshException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Decodes what stands percent-encoded (RFC 3986 §2.1) in a path or query: once, and strictly. */
final class PathText {
  private PathText() {}

  /**
   * The text that {@code raw} stands for, from {@code from} on. {@code +} is a plus. Throws 400 for
   * an incomplete escape and for bytes that are no UTF-8.
   */
  static String decode(String raw, int from) {
    int escape = raw.indexOf('%', from);
    return escape < 0 && isAscii(raw, from) ? raw.substring(from) : decodeBytes(raw, from);
  }

  private static boolean isAscii(String raw, int from) {
    for (int i = from; i < raw.length(); i++) {
      if (raw.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String decodeBytes(String raw, int from) {
    byte[] unescaped = raw.substring(from).getBytes(StandardCharsets.UTF_8);
    int size = 0;
    for (int i = 0; i < unescaped.length; i++) {
      if (unescaped[i] == '%') {
        unescaped[size++] = (byte) (digit(unescaped, i + 1) << 4 | digit(unescaped, i + 2));
        i += 2;
      } else {
        unescaped[size++] = unescaped[i];
      }
    }
    return utf8(ByteBuffer.wrap(unescaped, 0, size), at -> DoorErrors.badPath(at, "UTF-8"));
  }

  private static int digit(byte[] text, int at) {
    int digit = at < text.length ? Character.digit(text[at], 16) : -1;
    if (digit < 0) {
      throw DoorErrors.badPath(at, "a hexadecimal digit behind %");
    }
    return digit;
  }

  /** Strict UTF-8; {@code refusal} is told the offset of the first byte that is none. */
  static String utf8(ByteBuffer bytes, IntFunction<MeshException> refusal) {
    int begin = bytes.position();
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
    if (result.isError()) {
      throw refusal.apply(bytes.position() - begin);
    }
    return text.flip().toString();
  }
}
