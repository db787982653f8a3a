package io.cmesh.doors.miner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a log that grows, is rotated (renamed and begun anew) or truncated. Memory is
 * one buffer, whatever the lines are. Not thread-safe.
 */
final class LogTail implements AutoCloseable {
  private static final int READ_AHEAD = 128 << 10;

  /** What of a line that is too long is kept. */
  private static final int KEPT = 1024;

  private final Path log;
  private final Rotation rotation;
  private final byte[] buffer;
  private final int maxLine;
  private @Nullable LogSource source;
  private @Nullable LogSource previous;
  private int start;
  private int end;
  private int scanned;
  private long offset;
  private boolean discarding;

  /** Takes lines. */
  interface Sink {
    /**
     * A line, its line end excluded.
     *
     * @param tooLong whether only its beginning is given
     * @param from the file
     * @param after where the next line begins there
     */
    void line(byte[] bytes, int at, int length, boolean tooLong, LogSource from, long after);
  }

  LogTail(Path log, int maxLine) {
    this.log = log;
    this.rotation = new Rotation(log);
    this.maxLine = maxLine;
    this.buffer = new byte[maxLine + READ_AHEAD];
  }

  /** Goes on at a position; false where its file is not to be found. */
  boolean seek(Position position) throws IOException {
    Optional<Path> file = rotation.find(position);
    Optional<LogSource> opened = file.isEmpty() ? Optional.empty() : LogSource.open(file.get());
    if (opened.isEmpty()) {
      return false;
    }
    begin(opened.get(), position.logOffset());
    return true;
  }

  private void begin(LogSource next, long at) throws IOException {
    if (previous != null) {
      previous.close();
    }
    // Kept until the next rotation: positions in it may still be noted.
    previous = source;
    source = next;
    offset = at;
    empty();
  }

  private void empty() {
    start = 0;
    end = 0;
    scanned = 0;
    discarding = false;
  }

  /** Hands up to {@code most} whole lines to the sink; how many there were, 0 for none now. */
  int read(Sink sink, int most) throws IOException {
    LogSource from = source == null ? openLog() : source;
    if (from == null) {
      return 0;
    }
    int lines = 0;
    while (lines < most) {
      int lineEnd = lineEnd();
      if (lineEnd >= 0) {
        emit(sink, from, lineEnd, 1);
        lines++;
      } else if (!fill(from)) {
        break;
      }
    }
    return lines;
  }

  private @Nullable LogSource openLog() throws IOException {
    Optional<LogSource> opened = LogSource.open(log);
    if (opened.isPresent()) {
      begin(opened.get(), 0);
    }
    return source;
  }

  private int lineEnd() {
    for (int i = scanned; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    scanned = end;
    return -1;
  }

  private void emit(Sink sink, LogSource from, int lineEnd, int terminator) {
    int length = lineEnd - start;
    boolean tooLong = discarding || length > maxLine;
    offset += length + terminator;
    sink.line(buffer, start, tooLong ? Math.min(length, KEPT) : length, tooLong, from, offset);
    start = lineEnd + terminator;
    scanned = start;
    discarding = false;
  }

  /** Reads on; false at the end. */
  private boolean fill(LogSource from) throws IOException {
    makeRoom();
    int count = from.read(ByteBuffer.wrap(buffer, end, buffer.length - end), offset + end - start);
    if (count > 0) {
      end += count;
      return true;
    }
    if (from.size() < offset + end - start) {
      from.forgetMark();
      offset = 0; // truncated: what it holds now is new
      empty();
      return from.size() > 0;
    }
    return false;
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      scanned -= start;
      start = 0;
    }
    if (end == buffer.length) {
      // Of a line without end only the beginning matters; the rest is passed over.
      discarding = true;
      offset += end - KEPT;
      end = KEPT;
      scanned = KEPT;
    }
  }

  /** Hands out a last line without a line end; whether there was one. */
  boolean readUnfinished(Sink sink) {
    LogSource from = source;
    if (from == null || start == end) {
      return false;
    }
    emit(sink, from, end, 0);
    return true;
  }

  /**
   * Whether another file came after this one. What was written to this one last has to be read
   * after the answer, and before {@link #advance}.
   */
  boolean rotated() throws IOException {
    LogSource from = source;
    if (from == null || !Files.exists(log)) {
      return false;
    }
    try {
      return !FileMark.keyOf(log).equals(from.key());
    } catch (NoSuchFileException e) {
      return false; // in the middle of a rotation: the next look tells
    }
  }

  /** Opens the file after this one; false where it has gone already. */
  boolean advance() throws IOException {
    LogSource from = source;
    Optional<LogSource> next = from == null ? Optional.empty() : rotation.openAfter(from.key());
    if (next.isEmpty()) {
      return false;
    }
    begin(next.get(), 0);
    return true;
  }

  @Override
  public void close() throws IOException {
    if (previous != null) {
      previous.close();
    }
    if (source != null) {
      source.close();
    }
  }
}
