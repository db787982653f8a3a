package io.cmesh.log;

import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One file of the log. Read by any thread; changed by the writer alone. */
final class Segment {
  private final Disk disk;
  private final Path path;
  private final long first;
  private @Nullable DiskFile file;
  private @Nullable SparseIndex index;
  private volatile long last;
  private volatile long bytes;
  private volatile boolean sealed;
  private volatile boolean dropped;

  Segment(Disk disk, Path path, long first) {
    this.disk = disk;
    this.path = path;
    this.first = first;
    this.last = first - 1;
  }

  /** Makes the file with its header, durable before anything else is written to it. */
  static Segment create(Disk disk, Path dir, String format, long first) throws IOException {
    Segment segment = new Segment(disk, SegmentNames.path(dir, first), first);
    try {
      segment.writeHeader(dir, format);
      return segment;
    } catch (IOException e) {
      segment.abandon(e);
      throw e;
    }
  }

  private void writeHeader(Path dir, String format) throws IOException {
    DiskFile made = file();
    made.truncate(0);
    made.write(Frames.header(format, first), 0);
    made.force();
    disk.forceDirectory(dir);
    bytes = Frames.HEADER_BYTES;
    index = new SparseIndex();
  }

  private void abandon(IOException reason) {
    try {
      close();
      disk.delete(path);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  Path path() {
    return path;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  /** Up to where the file holds frames; what the writer still buffers not counted. */
  long bytes() {
    return bytes;
  }

  boolean sealed() {
    return sealed;
  }

  boolean dropped() {
    return dropped;
  }

  SegmentInfo info() {
    return new SegmentInfo(first, last, path, bytes, sealed);
  }

  SparseIndex.Place start() {
    return new SparseIndex.Place(first, Frames.HEADER_BYTES);
  }

  synchronized DiskFile file() throws IOException {
    if (dropped) {
      throw new IOException(path + " was deleted");
    }
    if (file == null) {
      file = disk.open(path);
    }
    return file;
  }

  /** Where records are; a segment that was not verified at open is walked through now. */
  synchronized SparseIndex index() throws IOException {
    if (index == null) {
      SegmentScan scan = SegmentScan.of(this, file(), bytes);
      if (!scan.isWhole()) {
        throw LogErrors.damaged(path, scan.end(), "no valid record");
      }
      index = scan.index();
    }
    return index;
  }

  /** Takes over what a scan found. */
  synchronized void found(SegmentScan scan) {
    index = scan.index();
    last = scan.last();
    bytes = scan.end();
    sealed = scan.sealed();
  }

  /** Takes over what the seal says, unscanned. */
  void foundSealed(long lastSequence, long size) {
    last = lastSequence;
    bytes = size;
    sealed = true;
  }

  /** Takes note of a record just appended. */
  synchronized void appended(long sequence, long offset) {
    last = sequence;
    if (index != null) {
      index.note(sequence, offset);
    }
  }

  void grown(long size) {
    bytes = size;
  }

  void seal() {
    sealed = true;
  }

  /** Forgets records that never came into the file. */
  synchronized void forgetAfter(long lastSequence) {
    last = lastSequence;
    if (index != null) {
      index.truncateAfter(lastSequence);
    }
  }

  /** Cuts the file after a record, and the seal with it. */
  void truncateAfter(long lastSequence) throws IOException {
    long size = endOf(lastSequence);
    file().truncate(size);
    file().force();
    forgetAfter(lastSequence);
    bytes = size;
    sealed = false;
  }

  private long endOf(long sequence) throws IOException {
    if (sequence < first) {
      return Frames.HEADER_BYTES;
    }
    FrameReader reader = new FrameReader(file(), FrameReader.NARROW);
    read(sequence, reader);
    return reader.nextOffset();
  }

  /** Has {@code reader} read a record. */
  void read(long sequence, FrameReader reader) throws IOException {
    reader.seek(index().floor(sequence, start()));
    FrameReader.Kind kind;
    do {
      kind = reader.next(bytes);
      if (kind == FrameReader.Kind.BAD || kind == FrameReader.Kind.END) {
        throw LogErrors.damaged(path, reader.offset(), "record " + sequence + " is not there");
      }
    } while (kind != FrameReader.Kind.RECORD || reader.sequence() != sequence);
  }

  /** Deletes the files beside it. */
  void dropSideFiles(Path dir) throws IOException {
    for (String name : disk.list(dir)) {
      if (SegmentNames.isSideFile(path, name)) {
        disk.delete(dir.resolve(name));
      }
    }
  }

  /** Deletes the file for good. */
  void drop(Path dir) throws IOException {
    dropSideFiles(dir);
    close();
    dropped = true;
    disk.delete(path);
    disk.forceDirectory(dir);
  }

  synchronized void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
