package io.cmesh.client.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Cuts what one HTTP/1.1 connection brings into answers, one after the other. It knows the two
 * framings that a kept-alive connection can have: {@code Content-Length} and chunks. Not
 * thread-safe.
 */
public final class HttpAnswers {
  /** The longest answer that is taken, in bytes. */
  static final int MAX_BYTES = 64 << 20;

  private static final int MAX_HEAD = 64 << 10;
  private static final int ROOM = 16 << 10;
  private static final byte[] NONE = {};

  private byte[] bytes = new byte[2 * ROOM];
  private int from;
  private int to;

  private int status;
  private byte[] body = NONE;
  private int bodyFrom;
  private int bodyTo;

  /** Takes in what a channel has now; throws where it has ended. */
  public void read(ReadableByteChannel channel) throws IOException {
    makeRoom();
    int read = channel.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
    if (read < 0) {
      throw new IOException("the node closed the connection");
    }
    to += read;
  }

  private void makeRoom() throws IOException {
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
      to -= from;
      from = 0;
    }
    if (bytes.length - to < ROOM) {
      if (to > MAX_BYTES) {
        throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
      }
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
  }

  /** Goes on to the next answer; false where it is not whole yet. */
  public boolean next() throws IOException {
    int head = endOfHead();
    if (head < 0) {
      return false;
    }
    String lines = new String(bytes, from, head - from, StandardCharsets.ISO_8859_1);
    status = statusOf(lines);
    if (status < 200) {
      from = head;
      return next();
    }
    if (field(lines, "transfer-encoding").equals("chunked")) {
      return chunked(head);
    }
    int length = length(lines);
    if (to - head < length) {
      return false;
    }
    body = bytes;
    bodyFrom = head;
    bodyTo = head + length;
    from = bodyTo;
    return true;
  }

  /** The status of the answer that {@link #next()} found. */
  public int status() {
    return status;
  }

  /** A copy of its body; to be asked for before anything else is read. */
  public byte[] body() {
    return Arrays.copyOfRange(body, bodyFrom, bodyTo);
  }

  private int endOfHead() throws IOException {
    for (int i = from; i + 3 < to; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    if (to - from > MAX_HEAD) {
      throw new IOException("the head of the answer is longer than " + MAX_HEAD + " bytes");
    }
    return -1;
  }

  private static int statusOf(String lines) throws IOException {
    if (lines.length() > 12 && lines.startsWith("HTTP/1.")) {
      int code = digits(lines.substring(9, 12), 10);
      if (code >= 100) {
        return code;
      }
    }
    throw new IOException("what answers there does not speak HTTP/1.1");
  }

  private static int length(String lines) throws IOException {
    String length = field(lines, "content-length");
    int value = length.isEmpty() ? 0 : digits(length, 10);
    if (value < 0 || value > MAX_BYTES) {
      throw new IOException("the answer's length is " + length);
    }
    return value;
  }

  private static String field(String lines, String name) {
    int at = 0;
    for (int end = lines.indexOf("\r\n"); end >= 0; end = lines.indexOf("\r\n", at)) {
      if (lines.regionMatches(true, at, name, 0, name.length())
          && lines.charAt(at + name.length()) == ':') {
        return lines.substring(at + name.length() + 1, end).strip().toLowerCase(Locale.ROOT);
      }
      at = end + 2;
    }
    return "";
  }

  private boolean chunked(int head) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int at = head;
    while (true) {
      int end = endOfLine(at);
      if (end < 0) {
        return false;
      }
      int size = chunkSize(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
      int next = end + 2 + size + 2;
      if (next > to) {
        return false;
      }
      whole.write(bytes, end + 2, size);
      at = next;
      if (size == 0) {
        body = whole.toByteArray();
        bodyFrom = 0;
        bodyTo = body.length;
        from = at;
        return true;
      }
    }
  }

  private int endOfLine(int at) {
    for (int i = at; i + 1 < to; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static int chunkSize(String line) throws IOException {
    int extension = line.indexOf(';');
    int size = digits(extension < 0 ? line : line.substring(0, extension), 16);
    if (size < 0 || size > MAX_BYTES) {
      throw new IOException("a chunk's length is " + line);
    }
    return size;
  }

  /** What the digits say; -1 where they are none, or too many. */
  private static int digits(String text, int radix) {
    String stripped = text.strip();
    int value = 0;
    for (int i = 0; i < stripped.length(); i++) {
      int digit = Character.digit(stripped.charAt(i), radix);
      if (digit < 0 || value > MAX_BYTES) {
        return -1;
      }
      value = value * radix + digit;
    }
    return stripped.isEmpty() ? -1 : value;
  }
}
