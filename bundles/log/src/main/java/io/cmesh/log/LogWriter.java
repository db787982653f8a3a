package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The writing end: a buffer, the newest segment, and what is known to be durable. Its monitor
 * guards all; the three sequences can be read without.
 */
final class LogWriter {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Disk disk;
  private final Path dir;
  private final LogOptions options;
  private final SegmentListener listener;
  private final ConcurrentNavigableMap<Long, Segment> segments;
  private final Frames.Checksum checksum = new Frames.Checksum();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  private final Reserve reserve;
  private Segment active;
  private volatile long last;
  private volatile long flushed;
  private volatile long durable;

  // Offsets in the newest segment: forced up to here; so far as a mark says; end of last record.
  private long durableBytes;
  private long marked;
  private long recordEnd;

  private @Nullable IOException failure;
  private boolean closed;

  LogWriter(
      Disk disk,
      Path dir,
      LogOptions options,
      SegmentListener listener,
      Recovery.Recovered recovered) {
    this.disk = disk;
    this.dir = dir;
    this.options = options;
    this.listener = listener;
    this.segments = recovered.segments();
    this.active = segments.lastEntry().getValue();
    this.reserve = new Reserve(options);
    this.last = active.last();
    this.flushed = last;
    this.durable = last;
    this.durableBytes = active.bytes();
    this.marked = recovered.tail().marked();
    this.recordEnd = recovered.tail().recordEnd();
  }

  long last() {
    return last;
  }

  long flushed() {
    return flushed;
  }

  long durable() {
    return durable;
  }

  synchronized int bufferedBytes() {
    return buffer.position();
  }

  synchronized long append(Bytes record) {
    checkUsable();
    if (record.size() > options.maxRecordBytes()) {
      throw LogErrors.tooLong(record.size(), options.maxRecordBytes());
    }
    int frame = Frames.RECORD_OVERHEAD + record.size();
    if (active.sealed() || isFilledBy(frame)) {
      roll();
    }
    markForced();
    makeRoom(frame);
    long offset = position();
    put(record, frame);
    active.appended(last, offset);
    recordEnd = position();
    return last;
  }

  private boolean isFilledBy(int frame) {
    return position() + frame > options.segmentBytes() && last >= active.first();
  }

  private void put(Bytes record, int frame) {
    long sequence = last + 1;
    int crc = checksum.of(sequence, record.unsafeArray(), 0, record.size());
    if (frame <= buffer.capacity()) {
      Frames.putRecord(buffer, record, crc);
      last = sequence;
    } else {
      ByteBuffer alone = ByteBuffer.allocate(frame);
      Frames.putRecord(alone, record, crc);
      write(alone.flip());
      last = sequence;
      flushed = sequence;
    }
  }

  private long position() {
    return active.bytes() + buffer.position();
  }

  /** Notes that what came before is durable, for the recovery to know damage from a torn tail. */
  private void markForced() {
    if (marked < durableBytes && marked < recordEnd) {
      makeRoom(Frames.CONTROL_BYTES);
      Frames.putControl(buffer, Frames.MARK, position(), durableBytes);
      marked = durableBytes;
    }
  }

  private void makeRoom(int bytes) {
    if (buffer.remaining() < bytes) {
      writeBuffer();
    }
  }

  synchronized void flush() {
    checkUsable();
    writeBuffer();
  }

  private void writeBuffer() {
    if (buffer.position() > 0) {
      write(buffer.duplicate().flip());
      buffer.clear();
      flushed = last;
    }
  }

  /** Writes at the segment's end; what a full disk took of it is cut away again. */
  private void write(ByteBuffer frames) {
    int count = frames.remaining();
    long at = active.bytes();
    try {
      reserve.cover(active, at + count);
      active.file().write(frames, at);
      active.grown(at + count);
    } catch (IOException e) {
      throw LogErrors.isFull(e, disk, dir, count) ? cutBack(at, e) : fail(e);
    }
  }

  private MeshException cutBack(long size, IOException full) {
    try {
      active.file().truncate(size);
      reserve.forget();
      return LogErrors.full(dir, full);
    } catch (IOException e) {
      e.addSuppressed(full);
      return fail(e);
    }
  }

  private void roll() {
    if (!active.sealed()) {
      seal();
    }
    try {
      active = Segment.create(disk, dir, options.format(), last + 1);
    } catch (IOException e) {
      throw LogErrors.isFull(e, disk, dir, Frames.HEADER_BYTES) ? LogErrors.full(dir, e) : fail(e);
    }
    segments.put(active.first(), active);
    startMarks(Frames.HEADER_BYTES);
  }

  private void seal() {
    writeBuffer();
    giveBack();
    ByteBuffer seal = ByteBuffer.allocate(Frames.CONTROL_BYTES);
    Frames.putControl(seal, Frames.SEAL, active.bytes(), last);
    write(seal.flip());
    forceActive();
    active.seal();
    durable = last;
    listener.sealed(active.info());
  }

  /** Sealed and closed segments end with their last frame. */
  private void giveBack() {
    try {
      reserve.release(active);
    } catch (IOException e) {
      throw fail(e);
    }
  }

  private void forceActive() {
    try {
      active.file().force();
    } catch (IOException e) {
      throw fail(e);
    }
  }

  private void startMarks(long forcedBytes) {
    durableBytes = forcedBytes;
    recordEnd = forcedBytes;
    marked = Frames.HEADER_BYTES;
  }

  /**
   * What one fsync makes durable.
   *
   * @param segment the file
   * @param sequence up to which record
   * @param bytes up to which offset in the file
   */
  record Group(Segment segment, long sequence, long bytes) {}

  /** Flushes, and says what is to be forced; null where all is durable. */
  synchronized @Nullable Group toForce() {
    checkUsable();
    writeBuffer();
    return durable == last ? null : new Group(active, last, active.bytes());
  }

  synchronized void forced(Group group) {
    if (group.segment() == active) {
      durableBytes = group.bytes();
    }
    durable = Math.max(durable, group.sequence());
  }

  /** From now on nothing is written any more: after a failed fsync nobody knows what is on disk. */
  synchronized MeshException fail(IOException e) {
    if (failure == null) {
      failure = e;
    }
    return LogErrors.failed(dir, e);
  }

  void checkUsable() {
    if (closed) {
      throw new IllegalStateException(dir + ": the log is closed");
    }
    if (failure != null) {
      throw LogErrors.failed(dir, failure);
    }
  }

  /** The caller lets no reader in meanwhile. */
  synchronized void truncateAfter(long sequence) {
    checkUsable();
    if (sequence == last) {
      return;
    }
    if (sequence >= flushed) {
      truncateBuffer(sequence);
    } else {
      truncateFiles(sequence);
    }
    last = sequence;
    listener.truncated(sequence);
  }

  private void truncateBuffer(long sequence) {
    int at = 0;
    for (long walked = flushed; walked < sequence; ) {
      int word = buffer.getInt(at);
      walked += word < 0 ? 0 : 1;
      at += word < 0 ? Frames.CONTROL_BYTES : Frames.RECORD_OVERHEAD + word;
    }
    buffer.position(at);
    active.forgetAfter(sequence);
    recordEnd = position();
    marked = Frames.HEADER_BYTES;
  }

  private void truncateFiles(long sequence) {
    buffer.clear();
    try {
      while (active.first() > sequence && segments.size() > 1) {
        segments.remove(active.first());
        active.drop(dir);
        active = segments.lastEntry().getValue();
      }
      active.dropSideFiles(dir);
      active.truncateAfter(sequence);
    } catch (IOException e) {
      throw fail(e);
    }
    flushed = sequence;
    durable = sequence;
    reserve.forget();
    startMarks(active.bytes());
  }

  /** The caller lets no reader in meanwhile. */
  synchronized void restartAt(long first) {
    checkUsable();
    if (first <= last) {
      throw new IllegalArgumentException("first: " + first + " (expected: > " + last + ")");
    }
    Segment fresh = begin(first);
    buffer.clear();
    segments.put(first, fresh);
    active = fresh;
    last = first - 1;
    flushed = last;
    durable = last;
    startMarks(fresh.bytes());
    forgetBefore(first);
  }

  /** Once the note is durable, the log begins there, whatever happens next. */
  private Segment begin(long first) {
    try {
      RestartNote.write(disk, dir, first);
      disk.forceDirectory(dir);
      return active.first() == first ? active : Segment.create(disk, dir, options.format(), first);
    } catch (IOException e) {
      if (!LogErrors.isFull(e, disk, dir, Frames.HEADER_BYTES)) {
        throw fail(e);
      }
      try {
        RestartNote.delete(disk, dir);
      } catch (IOException undecided) {
        e.addSuppressed(undecided);
        throw fail(e);
      }
      throw LogErrors.full(dir, e);
    }
  }

  private void forgetBefore(long first) {
    try {
      while (segments.firstKey() < first) {
        Segment oldest = segments.firstEntry().getValue();
        segments.remove(oldest.first());
        oldest.drop(dir);
        listener.dropped(oldest.info());
      }
      RestartNote.delete(disk, dir);
    } catch (IOException e) {
      throw fail(e);
    }
  }

  synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      if (failure == null) {
        writeBuffer();
        forceActive();
        durableBytes = active.bytes();
        durable = last;
        markForced();
        writeBuffer();
        giveBack();
      }
    } finally {
      closed = true;
      for (Segment segment : segments.values()) {
        segment.close();
      }
    }
  }
}
