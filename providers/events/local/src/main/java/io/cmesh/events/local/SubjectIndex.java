package io.cmesh.events.local;

import io.cmesh.api.provider.Disk;
import io.cmesh.log.SegmentInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the newest event of a subject: for each segment of the log, a table of what it holds, in
 * memory for the newest, in a file beside it for the others. Filled by the writing thread, searched
 * by any.
 */
final class SubjectIndex {
  private static final Logger LOG = LoggerFactory.getLogger(SubjectIndex.class);
  private static final String EXTENSION = "idx";

  private final Disk disk;
  private final Executor writing;
  private final NavigableMap<Long, SegmentSubjects> segments = new ConcurrentSkipListMap<>();
  private SegmentSubjects active;

  /**
   * @param firstSequence of the newest segment
   * @param writing writes files of sealed segments, one at a time
   */
  SubjectIndex(Disk disk, long firstSequence, Executor writing) {
    this.disk = disk;
    this.writing = writing;
    this.active = new SegmentSubjects(new SubjectTable(firstSequence));
    segments.put(firstSequence, active);
  }

  /** Takes over the file of a sealed segment; false where there is none that is whole. */
  boolean load(SegmentInfo segment) throws IOException {
    Optional<SubjectFile> file =
        SubjectFile.open(disk, path(segment), segment.firstSequence(), segment.lastSequence());
    file.ifPresent(f -> segments.put(segment.firstSequence(), new SegmentSubjects(f)));
    return file.isPresent();
  }

  /** Takes over what was read from a sealed segment, and writes its file. */
  void restore(SegmentInfo segment, SubjectTable table) {
    SegmentSubjects subjects = new SegmentSubjects(table);
    segments.put(segment.firstSequence(), subjects);
    write(segment, subjects);
  }

  /** Notes the newest event. */
  void add(long hash, long sequence) {
    active.add(hash, sequence);
  }

  /** The newest segment is sealed; what is added next belongs to the one after it. */
  void seal(SegmentInfo segment) {
    SegmentSubjects sealed = active;
    if (sealed.firstSequence() != segment.firstSequence()) {
      return; // told twice: a truncation had opened it again and nothing was added
    }
    long next = segment.lastSequence() + 1;
    active = new SegmentSubjects(new SubjectTable(next));
    segments.put(next, active);
    write(segment, sealed);
  }

  private void write(SegmentInfo segment, SegmentSubjects subjects) {
    writing.execute(
        () -> {
          try {
            subjects.store(disk, path(segment), segment.lastSequence());
            if (!segments.containsValue(subjects)) {
              subjects.close();
              disk.delete(path(segment));
            }
          } catch (IOException e) {
            // The table stays in memory; the file is made at the next start.
            LOG.warn("{}: no subject index could be written beside it", segment.path(), e);
          }
        });
  }

  private static Path path(SegmentInfo segment) {
    return segment.sideFile(EXTENSION);
  }

  /** A segment is gone. */
  void drop(SegmentInfo segment) {
    SegmentSubjects dropped = segments.remove(segment.firstSequence());
    if (dropped != null) {
      dropped.close();
    }
  }

  /** All segments are gone; what is added next has this sequence. */
  void restartAt(long first) {
    List<SegmentSubjects> gone = List.copyOf(segments.values());
    segments.clear();
    active = new SegmentSubjects(new SubjectTable(first));
    segments.put(first, active);
    gone.forEach(SegmentSubjects::close);
  }

  /** What segments hold, newest first. */
  Iterable<SegmentSubjects> newestFirst() {
    return segments.descendingMap().values();
  }

  /** What segments hold that may have events from {@code sequence} on, oldest first. */
  Iterable<SegmentSubjects> from(long sequence) {
    Long start = segments.floorKey(sequence);
    return start == null ? segments.values() : segments.tailMap(start, true).values();
  }

  void close() {
    segments.values().forEach(SegmentSubjects::close);
  }
}
