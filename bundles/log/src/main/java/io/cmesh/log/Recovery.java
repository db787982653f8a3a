package io.cmesh.log;

import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what is on disk: cuts a tail torn by a crash, refuses what is damaged otherwise, makes the
 * first segment of a new log.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentedLog.class);

  private final Disk disk;
  private final Path dir;
  private final LogOptions options;
  private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

  private Recovery(Disk disk, Path dir, LogOptions options) {
    this.disk = disk;
    this.dir = dir;
    this.options = options;
  }

  /**
   * What was found: all segments, and the scan of the newest.
   *
   * @param segments by first sequence; never empty
   * @param tail of the newest
   */
  record Recovered(ConcurrentNavigableMap<Long, Segment> segments, SegmentScan tail) {}

  static Recovered run(Disk disk, Path dir, LogOptions options) throws IOException {
    return new Recovery(disk, dir, options).run();
  }

  private Recovered run() throws IOException {
    disk.createDirectories(dir);
    List<String> names = disk.list(dir).stream().filter(SegmentNames::isSegment).toList();
    for (String name : names) {
      long first = SegmentNames.firstSequence(name);
      segments.put(first, new Segment(disk, dir.resolve(name), first));
    }
    finishRestart();
    if (segments.isEmpty()) {
      begin();
    }
    segments.headMap(segments.lastKey()).values().forEach(this::checkSealed);
    SegmentScan tail = recoverNewest(segments.lastEntry().getValue());
    return new Recovered(segments, tail);
  }

  /** Goes on where a crash came in {@link SegmentedLog#restartAt}. */
  private void finishRestart() throws IOException {
    long first = RestartNote.read(disk, dir);
    if (first == 0) {
      return;
    }
    LOG.info("{}: begins anew with record {}, as was decided before the crash", dir, first);
    for (Segment old : segments.headMap(first).values()) {
      old.drop(dir);
    }
    segments.headMap(first).clear();
    if (segments.isEmpty()) {
      segments.put(first, Segment.create(disk, dir, options.format(), first));
    }
    RestartNote.delete(disk, dir);
  }

  private void begin() throws IOException {
    long first = options.firstSequence();
    segments.put(first, Segment.create(disk, dir, options.format(), first));
    Path parent = dir.toAbsolutePath().getParent();
    if (parent != null) {
      disk.forceDirectory(parent);
    }
  }

  private void checkSealed(Segment segment) {
    try {
      DiskFile file = segment.file();
      checkHeader(segment, file);
      if (options.verify() || !foundSeal(segment, file)) {
        scanSealed(segment, file);
      }
      checkFollower(segment);
    } catch (IOException e) {
      throw LogErrors.unreadable(segment.path(), e);
    }
  }

  private static boolean foundSeal(Segment segment, DiskFile file) throws IOException {
    long size = file.size();
    long at = size - Frames.CONTROL_BYTES;
    if (at < Frames.HEADER_BYTES) {
      return false;
    }
    FrameReader reader = new FrameReader(file, Frames.CONTROL_BYTES);
    reader.seek(new SparseIndex.Place(segment.first(), at));
    if (reader.next(size) != FrameReader.Kind.SEAL) {
      return false;
    }
    segment.foundSealed(reader.control(), size);
    return true;
  }

  private static void scanSealed(Segment segment, DiskFile file) throws IOException {
    SegmentScan scan = SegmentScan.of(segment, file, file.size());
    if (!scan.isWhole() || !scan.sealed()) {
      throw LogErrors.damaged(
          segment.path(), scan.end(), "no valid record, though newer files follow");
    }
    segment.found(scan);
  }

  private void checkFollower(Segment segment) {
    long expected = segment.last() + 1;
    long found = segments.higherKey(segment.first());
    if (found != expected) {
      throw LogErrors.damaged(
          SegmentNames.path(dir, expected),
          0,
          "the file is missing; after it comes " + SegmentNames.path(dir, found).getFileName());
    }
  }

  private SegmentScan recoverNewest(Segment segment) throws IOException {
    DiskFile file = segment.file();
    if (file.size() <= Frames.HEADER_BYTES && !headerIsWhole(file)) {
      // The crash came while the segment was made: nothing was ever written to it.
      file.truncate(0);
      file.write(Frames.header(options.format(), segment.first()), 0);
    }
    checkHeader(segment, file);
    SegmentScan scan = SegmentScan.of(segment, file, file.size());
    if (!scan.isWhole()) {
      cutTail(segment, file, scan);
    }
    // What an earlier process wrote may still be in memory alone.
    file.force();
    disk.forceDirectory(dir);
    segment.found(scan);
    return scan;
  }

  private static void cutTail(Segment segment, DiskFile file, SegmentScan scan) throws IOException {
    if (scan.isBlankBehind()) {
      file.truncate(scan.end());
    } else {
      cutTornTail(segment, file, scan);
    }
  }

  private static void cutTornTail(Segment segment, DiskFile file, SegmentScan scan)
      throws IOException {
    if (scan.wasForcedOnce()) {
      throw LogErrors.damaged(
          segment.path(), scan.end(), "no valid record, though what follows was safely written");
    }
    LOG.warn(
        "{}: cut {} bytes after record {} that a crash left half written",
        segment.path(),
        file.size() - scan.end(),
        scan.last());
    file.truncate(scan.end());
  }

  private static boolean headerIsWhole(DiskFile file) throws IOException {
    byte[] header = new byte[Frames.HEADER_BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(header);
    return file.read(buffer, 0) == Frames.HEADER_BYTES
        && buffer.getInt(Frames.HEADER_BYTES - Integer.BYTES) == Frames.headerChecksum(header);
  }

  private void checkHeader(Segment segment, DiskFile file) throws IOException {
    byte[] found = new byte[Frames.HEADER_BYTES];
    ByteBuffer header = ByteBuffer.wrap(found);
    file.read(header, 0);
    if (Arrays.mismatch(found, 0, Frames.MAGIC.length, Frames.MAGIC, 0, Frames.MAGIC.length) >= 0) {
      throw LogErrors.damaged(segment.path(), 0, "it does not begin as a log file does");
    }
    int version = header.getInt(Frames.MAGIC.length);
    if (version != Frames.VERSION) {
      throw LogErrors.foreign(
          segment.path(), "format version " + version, "version " + Frames.VERSION);
    }
    if (!headerIsWhole(file)) {
      throw LogErrors.damaged(segment.path(), 0, "the checksum of its header is wrong");
    }
    checkIdentity(segment, header, found);
  }

  private void checkIdentity(Segment segment, ByteBuffer header, byte[] bytes) {
    int nameAt = Frames.MAGIC.length + Integer.BYTES;
    String format =
        new String(bytes, nameAt, LogOptions.FORMAT_BYTES, StandardCharsets.US_ASCII).trim();
    if (!format.equals(options.format())) {
      throw LogErrors.foreign(segment.path(), "a log of " + format, "of " + options.format());
    }
    long first = header.getLong(nameAt + LogOptions.FORMAT_BYTES);
    if (first != segment.first()) {
      throw LogErrors.damaged(
          segment.path(), 0, "its header says that it begins with record " + first);
    }
  }
}
