package io.cmesh.log;

import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks through a segment and tells what is valid in it. */
final class SegmentScan {
  private static final int CHUNK_BYTES = 64 << 10;

  private final DiskFile file;
  private final long size;
  private final SparseIndex index = new SparseIndex();
  private long last;
  private long end = Frames.HEADER_BYTES;
  private long recordEnd = Frames.HEADER_BYTES;
  private long marked = Frames.HEADER_BYTES;
  private boolean sealed;

  private SegmentScan(DiskFile file, long size, long first) {
    this.file = file;
    this.size = size;
    this.last = first - 1;
  }

  static SegmentScan of(Segment segment, DiskFile file, long size) throws IOException {
    SegmentScan scan = new SegmentScan(file, size, segment.first());
    scan.walk(segment.start());
    return scan;
  }

  private void walk(SparseIndex.Place start) throws IOException {
    FrameReader reader = new FrameReader(file, FrameReader.WIDE);
    reader.seek(start);
    while (!sealed && take(reader, reader.next(size))) {
      end = reader.nextOffset();
    }
  }

  private boolean take(FrameReader reader, FrameReader.Kind kind) {
    return switch (kind) {
      case RECORD -> {
        last = reader.sequence();
        recordEnd = reader.nextOffset();
        index.note(last, reader.offset());
        yield true;
      }
      case MARK -> {
        marked = Math.max(marked, reader.control());
        yield true;
      }
      case SEAL -> {
        sealed = reader.control() == last;
        yield sealed;
      }
      case END, BAD -> false;
    };
  }

  /** Whether all of it is valid. */
  boolean isWhole() {
    return end == size;
  }

  SparseIndex index() {
    return index;
  }

  /** The last valid record. */
  long last() {
    return last;
  }

  /** Where what is valid ends. */
  long end() {
    return end;
  }

  /** Where the last valid record ends. */
  long recordEnd() {
    return recordEnd;
  }

  /** Up to where the marks among it say that the file was forced. */
  long marked() {
    return marked;
  }

  boolean sealed() {
    return sealed;
  }

  /** Whether only zeros follow: reserved, or lengthened by a crash, and never written. */
  boolean isBlankBehind() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    for (long at = end; at < size; at += CHUNK_BYTES) {
      int count = file.read(chunk.clear(), at);
      for (int i = 0; i < count; i++) {
        if (chunk.get(i) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether a mark behind the first bad frame says that its place had been forced: then it is
   * damage, not a tail torn by a crash.
   */
  boolean wasForcedOnce() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    for (long at = end; at < size; at += CHUNK_BYTES - Frames.CONTROL_BYTES) {
      chunk.clear();
      int count = file.read(chunk, at);
      for (int i = 0; i + Frames.CONTROL_BYTES <= count; i++) {
        if (chunk.getInt(i) == Frames.MARK && provesForced(chunk, i, at + i)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean provesForced(ByteBuffer chunk, int i, long offset) {
    long position = chunk.getLong(i + Frames.RECORD_OVERHEAD);
    long forced = chunk.getLong(i + Frames.RECORD_OVERHEAD + Long.BYTES);
    return position == offset
        && forced > end
        && chunk.getInt(i + Integer.BYTES) == Frames.controlChecksum(Frames.MARK, position, forced);
  }
}
