package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.log.LogCursor;
import io.cmesh.log.LogOptions;
import io.cmesh.log.SegmentInfo;
import io.cmesh.log.SegmentedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a stream is opened with.
 *
 * @param dir of its own
 * @param key of its subjects' hash
 * @param writer its one writing thread
 * @param indexing writes subject indexes, one at a time
 * @param fsync whether an event is on disk before it is acknowledged
 * @param queueBytes the most that may wait to be written
 */
record StreamOpening(
    Disk disk,
    Path dir,
    long key,
    Scheduler.Serial writer,
    Executor indexing,
    boolean fsync,
    long queueBytes) {
  private static final String FORMAT = "events 1";
  private static final long LEAST_SEGMENT = 128 << 10;
  private static final long MOST_SEGMENT = 32 << 20;
  private static final int SEGMENTS = 8;
  private static final int MAX_RECORD =
      EventCodec.HEAD + Subjects.MAX_BYTES + Batch.MAX_ID + Batch.MAX_PAYLOAD;

  SubjectHash hash() {
    return new SubjectHash(key);
  }

  /** A stream's log with the index of its subjects. */
  record Opened(SegmentedLog log, SubjectIndex index, SealedSegments sealed) {}

  EventStream open(StreamSpec spec) throws IOException {
    SealedSegments sealed = new SealedSegments();
    SegmentedLog log = SegmentedLog.open(disk, dir, options(spec), sealed);
    try {
      return new EventStream(this, spec, new Opened(log, index(log), sealed));
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static LogOptions options(StreamSpec spec) {
    long segment = Math.max(LEAST_SEGMENT, Math.min(MOST_SEGMENT, spec.maxBytes() / SEGMENTS));
    return LogOptions.of(FORMAT)
        .withSegmentBytes(segment)
        .withMaxRecordBytes(MAX_RECORD)
        .withoutVerifying();
  }

  private SubjectIndex index(SegmentedLog log) throws IOException {
    List<SegmentInfo> segments = log.segments();
    SegmentInfo newest = segments.get(segments.size() - 1);
    long active = newest.sealed() ? newest.lastSequence() + 1 : newest.firstSequence();
    SubjectIndex index = new SubjectIndex(disk, active, indexing);
    for (SegmentInfo segment : segments) {
      if (segment.sealed()) {
        if (!index.load(segment)) {
          index.restore(segment, table(log, segment));
        }
      } else {
        each(log, segment, index::add);
      }
    }
    return index;
  }

  private SubjectTable table(SegmentedLog log, SegmentInfo segment) {
    SubjectTable table = new SubjectTable(segment.firstSequence());
    each(log, segment, table::put);
    return table;
  }

  private interface Subject {
    void found(long hash, long sequence);
  }

  private void each(SegmentedLog log, SegmentInfo segment, Subject subject) {
    SubjectHash hash = hash();
    LogCursor cursor = log.cursor(segment.firstSequence());
    while (cursor.sequence() < segment.lastSequence()) {
      Bytes record = cursor.next();
      if (record == null) {
        return; // nothing is cut while a stream is being opened, so this is its end
      }
      int length = EventCodec.subjectLength(record);
      subject.found(hash.of(record.unsafeArray(), EventCodec.HEAD, length), cursor.sequence());
    }
  }
}
