package io.cmesh.doors.miner;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines {@code id;fqmn} and {@code id;fqmn;jwt}, in one pass over their bytes. The id ends at
 * the first {@code ;}; a token is what follows the last one, if it is three base64url parts. Never
 * throws: what is wrong is in the result. Not thread-safe.
 */
final class LineParser {
  /** The digits of 2^63 - 1, the largest id. */
  private static final int MAX_DIGITS = 19;

  private static final int SHOWN = 256;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  /** Reads the line of {@code length} bytes at {@code offset}, its line end excluded. */
  RequestLine parse(byte[] bytes, int offset, int length) {
    int end = offset + length;
    if (length > 0 && bytes[end - 1] == '\r') {
      end--;
    }
    int digits = offset;
    long id = 0;
    while (digits < end && isDigit(bytes[digits]) && digits - offset <= MAX_DIGITS) {
      id = id * 10 + (bytes[digits] - '0');
      digits++;
    }
    boolean readable = digits > offset && digits - offset <= MAX_DIGITS && id >= 0;
    boolean separated = digits < end && bytes[digits] == ';';
    if (!readable || (digits < end && !separated)) {
      String text = lenient(bytes, offset, end - offset);
      return RequestLine.unreadable(
          text, "expected a decimal id up to " + Long.MAX_VALUE + ", then ';'");
    }
    if (digits + 1 >= end) {
      return RequestLine.malformed(id, "", "expected an FQMN after the id and ';'");
    }
    return parse(id, bytes, digits + 1, end);
  }

  private RequestLine parse(long id, byte[] bytes, int start, int end) {
    int split = tokenStart(bytes, start, end);
    int fqmnEnd = split < 0 ? end : split - 1;
    String fqmn = strict(bytes, start, fqmnEnd - start);
    if (fqmn == null) {
      return RequestLine.malformed(
          id, lenient(bytes, start, fqmnEnd - start), "expected UTF-8 text");
    }
    if (fqmn.isEmpty()) {
      return RequestLine.malformed(id, "", "expected an FQMN between the id and the token");
    }
    String token =
        split < 0 ? null : new String(bytes, split, end - split, StandardCharsets.ISO_8859_1);
    return new RequestLine(id, true, fqmn, token, null);
  }

  /** Where the token begins; -1 where there is none. */
  private static int tokenStart(byte[] bytes, int start, int end) {
    int dots = 0;
    int part = 0;
    for (int i = end - 1; i >= start; i--) {
      byte b = bytes[i];
      if (b == ';') {
        return dots == 2 && part > 0 ? i + 1 : -1;
      }
      if (b == '.') {
        if (part == 0 || ++dots > 2) {
          return -1;
        }
        part = 0;
      } else if (isBase64Url(b)) {
        part++;
      } else {
        return -1;
      }
    }
    return -1;
  }

  private @Nullable String strict(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return decode(bytes, offset, length);
      }
    }
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
  }

  private @Nullable String decode(byte[] bytes, int offset, int length) {
    try {
      return decoder.decode(ByteBuffer.wrap(bytes, offset, length)).toString();
    } catch (CharacterCodingException e) {
      return null; // the caller says so, with the line
    }
  }

  /** Text to show of a malformed line: short, whatever the bytes are. */
  private static String lenient(byte[] bytes, int offset, int length) {
    String text =
        new String(bytes, offset, Math.min(length, SHOWN), StandardCharsets.UTF_8)
            .replaceAll("\\p{Cntrl}", "\uFFFD");
    return length > SHOWN ? text + "…" : text;
  }

  /** What is answered to a line longer than allowed; {@code bytes} is how it begins. */
  RequestLine tooLong(byte[] bytes, int offset, int length, int most) {
    RequestLine begin = parse(bytes, offset, length);
    String problem = "expected a line of at most " + most + " bytes";
    String text = lenient(bytes, offset, length);
    return begin.readable()
        ? RequestLine.malformed(begin.id(), text, problem)
        : RequestLine.unreadable(text, problem);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isBase64Url(byte b) {
    boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    return letter || isDigit(b) || b == '-' || b == '_';
  }
}
