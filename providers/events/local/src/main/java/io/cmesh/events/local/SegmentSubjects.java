package io.cmesh.events.local;

import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which subjects a segment holds: a table while it grows, a file once it is stored. Thread-safe.
 */
final class SegmentSubjects {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentSubjects.class);

  private final long firstSequence;
  private @Nullable SubjectTable table;
  private @Nullable SubjectFile file;

  SegmentSubjects(SubjectTable table) {
    this.firstSequence = table.base();
    this.table = table;
  }

  SegmentSubjects(SubjectFile file) {
    this.firstSequence = file.base();
    this.file = file;
  }

  long firstSequence() {
    return firstSequence;
  }

  synchronized void add(long hash, long sequence) {
    if (table != null) {
      table.put(hash, sequence);
    }
  }

  /** The newest sequence with this hash; 0 where there is none or the segment is gone. */
  synchronized long newest(long hash) throws IOException {
    if (table != null) {
      return table.get(hash);
    }
    return file == null ? 0 : file.get(hash);
  }

  /** Moves the table, to which nothing is added any more, into a file. */
  void store(Disk disk, Path path, long lastSequence) throws IOException {
    SubjectTable full = table();
    if (full == null) {
      return;
    }
    SubjectFile stored = SubjectFile.write(disk, path, full.sort(), lastSequence);
    if (!swap(stored)) {
      stored.close();
    }
  }

  private synchronized @Nullable SubjectTable table() {
    return table;
  }

  private synchronized boolean swap(SubjectFile stored) {
    if (table == null) {
      return false;
    }
    table = null;
    file = stored;
    return true;
  }

  synchronized void close() {
    table = null;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.warn("The subject index of segment {} could not be closed", firstSequence, e);
      }
      file = null;
    }
  }
}
