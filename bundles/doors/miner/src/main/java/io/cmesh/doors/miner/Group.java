package io.cmesh.doors.miner;

import io.cmesh.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers in log order that are written, forced and published together. Filled by one thread, then
 * handed to another.
 */
final class Group {
  private static final int FULL_LINES = 1024;
  private static final int FULL_BYTES = 1 << 20;
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final boolean stored;
  private byte[] bytes = new byte[64 << 10];
  private int size;
  private final List<Line> lines = new ArrayList<>(FULL_LINES);
  private final List<Publishing> requests = new ArrayList<>();
  private @Nullable LogSource source;
  private long sourceOffset;

  /**
   * An answered line.
   *
   * @param transaction its transaction id
   * @param start where it begins in the group's bytes
   * @param fqmnEnd behind its FQMN
   * @param bodyStart where its body begins
   * @param end behind its body
   * @param ordered whether a command was ordered, or may have been
   */
  record Line(
      long transaction,
      long id,
      int status,
      int start,
      int fqmnEnd,
      int bodyStart,
      int end,
      boolean ordered) {}

  /**
   * @param stored whether the lines are in the response file already
   */
  Group(boolean stored) {
    this.stored = stored;
  }

  boolean isStored() {
    return stored;
  }

  boolean isFull() {
    return lines.size() >= FULL_LINES || size >= FULL_BYTES;
  }

  /** Whether there is nothing to do for it, not even a position to note. */
  boolean isEmpty() {
    return source == null;
  }

  /** Adds the answer to a line. */
  void add(long transaction, RequestLine request, int status, Bytes body, boolean ordered) {
    int start = size;
    put(Long.toString(request.id()).getBytes(StandardCharsets.ISO_8859_1));
    put((byte) ';');
    putFqmn(request.fqmn().getBytes(StandardCharsets.UTF_8));
    int fqmnEnd = size;
    put((byte) ';');
    put(Integer.toString(status).getBytes(StandardCharsets.ISO_8859_1));
    put((byte) ';');
    int bodyStart = size;
    putOnOneLine(body.isEmpty() ? NULL : body.unsafeArray());
    lines.add(
        new Line(transaction, request.id(), status, start, fqmnEnd, bodyStart, size, ordered));
    put((byte) '\n');
  }

  /** Adds an answer that is in the response file. */
  void addStored(long transaction, byte[] from, int start, int length) {
    AnswerLine answer = AnswerLine.parse(from, start, length);
    int shift = size - start;
    put(from, start, length);
    lines.add(
        new Line(
            transaction,
            answer.id(),
            answer.status(),
            start + shift,
            answer.fqmnEnd() + shift,
            answer.bodyStart() + shift,
            start + length + shift,
            true));
    // As in the file: the job's position there counts these bytes.
    put((byte) '\n');
  }

  /** With these answers the log is done up to here. */
  void reached(LogSource file, long offset) {
    source = file;
    sourceOffset = offset;
  }

  /** Events of intake that have to be stored before these answers. */
  void after(Publishing published) {
    requests.add(published);
  }

  List<Publishing> requests() {
    return requests;
  }

  List<Line> lines() {
    return lines;
  }

  @Nullable LogSource source() {
    return source;
  }

  long sourceOffset() {
    return sourceOffset;
  }

  byte[] bytes() {
    return bytes;
  }

  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  private void putFqmn(byte[] fqmn) {
    int from = 0;
    for (int i = 0; i < fqmn.length; i++) {
      if (fqmn[i] == ';') {
        put(fqmn, from, i - from);
        put(new byte[] {'%', '3', 'B'});
        from = i + 1;
      }
    }
    put(fqmn, from, fqmn.length - from);
  }

  /** JSON text has line ends only between its tokens, where a space means the same. */
  private void putOnOneLine(byte[] json) {
    int start = size;
    put(json);
    for (int i = start; i < size; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        bytes[i] = ' ';
      }
    }
  }

  private void put(byte one) {
    room(1);
    bytes[size++] = one;
  }

  private void put(byte[] all) {
    put(all, 0, all.length);
  }

  private void put(byte[] from, int start, int length) {
    room(length);
    System.arraycopy(from, start, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
