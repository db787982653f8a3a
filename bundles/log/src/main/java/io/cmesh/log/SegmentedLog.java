package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log of records, numbered densely from 1, in segments of a directory of its own.
 *
 * <p>{@link #append} copies into a buffer; {@link #flush} hands that to the operating system;
 * {@link #force} returns once everything appended before is on disk. After a crash a torn tail is
 * cut; damage to what was once on disk is refused with CMESH-LOG-001, never skipped.
 *
 * <p>Where the disk is full, calls that write throw CMESH-LOG-003 (507): the record of that call is
 * not in the log, those appended before stay and are written once there is room ({@link
 * #truncateAfter} takes them back), reads go on. After any other I/O error nobody knows what is on
 * disk: the log takes no more records (CMESH-LOG-002) until it is opened anew; reads go on.
 *
 * <p>Thread-safe: appends, forces and reads run beside each other, an fsync holds no append up.
 * After {@link #close} calls throw {@link IllegalStateException}.
 */
public final class SegmentedLog implements AutoCloseable {
  private final Path dir;
  private final SegmentListener listener;
  private final ConcurrentNavigableMap<Long, Segment> segments;
  private final LogWriter writer;
  private final int maxRecordBytes;
  private final ReentrantLock forcing = new ReentrantLock();

  /** Shared while files are used; exclusive while files are taken away. */
  private final ReentrantReadWriteLock files = new ReentrantReadWriteLock();

  private final AtomicLong truncations = new AtomicLong();
  private volatile boolean closed;

  private SegmentedLog(
      Disk disk,
      Path dir,
      LogOptions options,
      SegmentListener listener,
      Recovery.Recovered recovered) {
    this.dir = dir;
    this.listener = listener;
    this.segments = recovered.segments();
    this.maxRecordBytes = options.maxRecordBytes();
    this.writer = new LogWriter(disk, dir, options, listener, recovered);
  }

  /** Opens a log without a listener. */
  public static SegmentedLog open(Disk disk, Path dir, LogOptions options) {
    return open(disk, dir, options, SegmentListener.NONE);
  }

  /**
   * Opens the log in a directory, or makes it; one at a time for a directory. What is in it then is
   * durable.
   *
   * @throws MeshException CMESH-LOG-001 damaged, -003 no room to make it, -006 of another kind or
   *     newer, -007 unreadable
   */
  public static SegmentedLog open(
      Disk disk, Path dir, LogOptions options, SegmentListener listener) {
    try {
      return new SegmentedLog(disk, dir, options, listener, Recovery.run(disk, dir, options));
    } catch (IOException e) {
      throw LogErrors.isFull(e, disk, dir, Frames.HEADER_BYTES)
          ? LogErrors.full(dir, e)
          : LogErrors.unreadable(dir, e);
    }
  }

  /**
   * Appends a record; it is durable after the next {@link #force}.
   *
   * @return its number
   * @throws MeshException CMESH-LOG-003 disk full, -004 too long, -002 failed before
   */
  public long append(Bytes record) {
    return writer.append(record);
  }

  /** Hands everything appended to the operating system: it survives the end of this process. */
  public void flush() {
    writer.flush();
  }

  /** Returns once everything appended before is on disk. */
  public void force() {
    forcing.lock();
    try {
      reading(this::forceOnce);
    } finally {
      forcing.unlock();
    }
  }

  private @Nullable Void forceOnce() {
    LogWriter.Group group = writer.toForce();
    if (group != null) {
      try {
        group.segment().file().force();
      } catch (IOException e) {
        throw writer.fail(e);
      }
      writer.forced(group);
    }
    return null;
  }

  /** The number of the oldest record kept; {@code lastSequence() + 1} where there is none. */
  public long firstSequence() {
    return segments.firstKey();
  }

  /** The number of the newest record; {@code firstSequence() - 1} where there is none. */
  public long lastSequence() {
    return writer.last();
  }

  /** The number of the newest record that is known to be on disk. */
  public long durableSequence() {
    return writer.durable();
  }

  /**
   * Reads one record.
   *
   * @throws MeshException CMESH-LOG-005 where it is not in the log, -001 where it is damaged
   */
  public Bytes read(long sequence) {
    return Objects.requireNonNull(reading(() -> readNow(sequence)));
  }

  private Bytes readNow(long sequence) throws IOException {
    if (sequence > writer.flushed() && sequence <= writer.last()) {
      writer.flush();
    }
    if (sequence > writer.flushed()) {
      throw absent(sequence);
    }
    Segment segment = segmentOf(sequence);
    FrameReader reader = new FrameReader(segment.file(), FrameReader.NARROW);
    segment.read(sequence, reader);
    return reader.record();
  }

  /**
   * A reader that begins at {@code from}: from {@link #firstSequence} to {@link #lastSequence}
   * {@code + 1}; it sees what is appended later as well.
   *
   * @throws MeshException CMESH-LOG-005 where {@code from} is outside
   */
  public LogCursor cursor(long from) {
    if (from < firstSequence() || from > lastSequence() + 1) {
      throw absent(from);
    }
    return new LogCursor(this, from);
  }

  /**
   * Drops the segments that hold only records before {@code sequence}; the newest segment stays.
   */
  public void cutBefore(long sequence) {
    excluding(
        () -> {
          while (segments.size() > 1 && secondSequence() <= sequence) {
            Segment oldest = segments.firstEntry().getValue();
            segments.remove(oldest.first());
            oldest.drop(dir);
            listener.dropped(oldest.info());
          }
        });
  }

  private long secondSequence() {
    return segments.higherKey(segments.firstKey());
  }

  /**
   * Takes back every record after {@code sequence}, durably; {@code firstSequence() - 1} takes back
   * all. Works on a full disk.
   *
   * @throws MeshException CMESH-LOG-005 where {@code sequence} is outside
   */
  public void truncateAfter(long sequence) {
    excluding(
        () -> {
          if (sequence < firstSequence() - 1 || sequence > lastSequence()) {
            throw absent(sequence);
          }
          writer.truncateAfter(sequence);
          truncations.incrementAndGet();
        });
  }

  /**
   * Forgets every record and goes on with number {@code first}, durably: after a crash the log is
   * as it was, or begins with {@code first}. On a full disk it stays as it was.
   *
   * @throws MeshException CMESH-LOG-003 disk full, -002 failed
   * @throws IllegalArgumentException unless {@code first} is after {@link #lastSequence}
   */
  public void restartAt(long first) {
    excluding(
        () -> {
          writer.restartAt(first);
          truncations.incrementAndGet();
        });
  }

  /** Bytes in all segments, buffered ones included, side files not. */
  public long sizeBytes() {
    long sum = writer.bufferedBytes();
    for (Segment segment : segments.values()) {
      sum += segment.bytes();
    }
    return sum;
  }

  /** The files, oldest first. */
  public List<SegmentInfo> segments() {
    return segments.values().stream().map(Segment::info).toList();
  }

  /** Forces what was appended and closes the files; closing again does nothing. */
  @Override
  public void close() {
    files.writeLock().lock();
    try {
      closed = true;
      writer.close();
    } catch (IOException e) {
      throw LogErrors.failed(dir, e);
    } finally {
      files.writeLock().unlock();
    }
  }

  int maxRecordBytes() {
    return maxRecordBytes;
  }

  long truncations() {
    return truncations.get();
  }

  /** Whether a record is in a file, flushing where it must. */
  boolean isReadable(long sequence) {
    if (sequence <= writer.flushed()) {
      return true;
    }
    if (sequence > writer.last()) {
      return false;
    }
    try {
      writer.flush();
    } catch (MeshException e) {
      if (e.status() != Status.INSUFFICIENT_STORAGE) {
        throw e;
      }
    }
    return sequence <= writer.flushed();
  }

  Segment segmentOf(long sequence) {
    Map.Entry<Long, Segment> entry = segments.floorEntry(sequence);
    if (entry == null) {
      throw absent(sequence);
    }
    return entry.getValue();
  }

  private MeshException absent(long sequence) {
    return LogErrors.absent(sequence, firstSequence(), lastSequence());
  }

  /** Something that uses files. */
  interface Reading<T> {
    @Nullable T run() throws IOException;
  }

  <T> @Nullable T reading(Reading<T> work) {
    files.readLock().lock();
    try {
      checkOpen();
      return work.run();
    } catch (IOException e) {
      throw LogErrors.unreadable(dir, e);
    } finally {
      files.readLock().unlock();
    }
  }

  private interface Taking {
    void run() throws IOException;
  }

  private void excluding(Taking work) {
    files.writeLock().lock();
    try {
      checkOpen();
      work.run();
    } catch (IOException e) {
      throw LogErrors.unreadable(dir, e);
    } finally {
      files.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(dir + ": the log is closed");
    }
  }
}
