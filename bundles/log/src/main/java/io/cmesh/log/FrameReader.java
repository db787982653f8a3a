package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks the frames of one segment, checking each. Not thread-safe. */
final class FrameReader {
  /** For walking on. */
  static final int WIDE = 64 << 10;

  /** For one record near a known place. */
  static final int NARROW = 12 << 10;

  /** What was found at a place. */
  enum Kind {
    RECORD,
    MARK,
    SEAL,
    /** The limit, exactly. */
    END,
    /** No valid frame. */
    BAD
  }

  private final DiskFile file;
  private final Frames.Checksum checksum = new Frames.Checksum();
  private final ByteBuffer window;
  private long windowStart;
  private int windowBytes;

  private long nextOffset;
  private long nextSequence;
  private long frameOffset;
  private Bytes record = Bytes.EMPTY;
  private long control;

  FrameReader(DiskFile file, int windowBytes) {
    this.file = file;
    this.window = ByteBuffer.allocate(windowBytes);
  }

  /** Goes on at a frame; the next record there is {@code place.sequence()}. */
  void seek(SparseIndex.Place place) {
    nextOffset = place.offset();
    nextSequence = place.sequence();
    windowBytes = 0;
  }

  /** Reads the frame there, which must end at or before {@code limit}; stays at a bad one. */
  Kind next(long limit) throws IOException {
    frameOffset = nextOffset;
    if (nextOffset >= limit) {
      return Kind.END;
    }
    if (!load(Frames.RECORD_OVERHEAD, limit)) {
      return Kind.BAD;
    }
    int at = (int) (nextOffset - windowStart);
    int word = window.getInt(at);
    int expected = window.getInt(at + Integer.BYTES);
    return word < 0 ? control(word, expected, limit) : record(word, expected, limit);
  }

  /** Where the last frame begins. */
  long offset() {
    return frameOffset;
  }

  /** Where the next frame begins. */
  long nextOffset() {
    return nextOffset;
  }

  /** The number of the last record read. */
  long sequence() {
    return nextSequence - 1;
  }

  /** The last record's bytes. */
  Bytes record() {
    return record;
  }

  /** The last mark's forced offset, or the seal's last sequence. */
  long control() {
    return control;
  }

  private Kind record(int length, int expected, long limit) throws IOException {
    if (length > LogOptions.MOST_RECORD_BYTES
        || nextOffset + Frames.RECORD_OVERHEAD + length > limit) {
      return Kind.BAD;
    }
    byte[] bytes = new byte[length];
    if (!read(bytes, nextOffset + Frames.RECORD_OVERHEAD, limit)
        || checksum.of(nextSequence, bytes, 0, length) != expected) {
      return Kind.BAD;
    }
    record = Bytes.wrap(bytes);
    nextSequence++;
    nextOffset += Frames.RECORD_OVERHEAD + length;
    return Kind.RECORD;
  }

  private boolean read(byte[] bytes, long offset, long limit) throws IOException {
    if (Frames.RECORD_OVERHEAD + bytes.length > window.capacity()) {
      return file.read(ByteBuffer.wrap(bytes), offset) == bytes.length;
    }
    if (!load(Frames.RECORD_OVERHEAD + bytes.length, limit)) {
      return false;
    }
    window.get((int) (offset - windowStart), bytes);
    return true;
  }

  private Kind control(int kind, int expected, long limit) throws IOException {
    if (!load(Frames.CONTROL_BYTES, limit)) {
      return Kind.BAD;
    }
    int at = (int) (nextOffset - windowStart) + Frames.RECORD_OVERHEAD;
    long position = window.getLong(at);
    long value = window.getLong(at + Long.BYTES);
    if (position != nextOffset || Frames.controlChecksum(kind, position, value) != expected) {
      return Kind.BAD;
    }
    if (kind != Frames.MARK && kind != Frames.SEAL) {
      return Kind.BAD;
    }
    control = value;
    nextOffset += Frames.CONTROL_BYTES;
    return kind == Frames.MARK ? Kind.MARK : Kind.SEAL;
  }

  /** Has {@code count} bytes from the next frame's offset in the window. */
  private boolean load(int count, long limit) throws IOException {
    if (nextOffset + count > limit) {
      return false;
    }
    if (nextOffset >= windowStart && nextOffset + count <= windowStart + windowBytes) {
      return true;
    }
    windowStart = nextOffset;
    window.clear().limit((int) Math.min(window.capacity(), limit - nextOffset));
    windowBytes = file.read(window, windowStart);
    window.clear();
    return windowBytes >= count;
  }
}
