package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a stream, as far as it may be seen. Thread-safe. */
final class StreamReader {
  /** Where a read stops though it may have more events: so that no read takes too much memory. */
  private static final long MOST_BYTES = 64 << 20;

  private final EventStream stream;

  StreamReader(EventStream stream) {
    this.stream = stream;
  }

  Optional<Event> lastOf() {
    long sequence = stream.visible();
    return sequence < stream.log().firstSequence() ? Optional.empty() : one(sequence);
  }

  private Optional<Event> one(long sequence) {
    try {
      return Optional.of(decode(sequence, stream.log().read(sequence)));
    } catch (MeshException e) {
      if (e.status() == Status.NOT_FOUND) {
        return Optional.empty(); // cut a moment ago
      }
      throw e;
    }
  }

  Event decode(long sequence, Bytes record) {
    return EventCodec.decode(stream.spec().name(), sequence, record);
  }

  /** The newest event on a subject. */
  Optional<Event> last(String subject) {
    long hash = hash(subject);
    try {
      for (SegmentSubjects segment : stream.index().newestFirst()) {
        long sequence = segment.newest(hash);
        Event found = sequence == 0 ? null : find(subject, segment.firstSequence(), sequence);
        if (found != null) {
          return Optional.of(found);
        }
      }
    } catch (IOException e) {
      throw EventErrors.readFailed(stream.spec().name(), e);
    }
    return Optional.empty();
  }

  /**
   * The event at {@code sequence} if it is on the subject. Two subjects may have one hash: then the
   * segment is read back to the newest one that is.
   */
  private @Nullable Event find(String subject, long first, long sequence) {
    for (long at = sequence; at >= first; at--) {
      Event event = one(at).orElse(null);
      if (event == null || event.subject().equals(subject)) {
        return event;
      }
    }
    return null;
  }

  private long hash(String subject) {
    byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
    return stream.hash().of(bytes, 0, bytes.length);
  }

  /** Events that match, oldest first. */
  List<Event> read(String filter, long from, int limit) {
    Scan scan = new Scan(filter, limit);
    long start = Math.max(from, 1);
    if (Subjects.isExact(filter)) {
      readSegments(scan, filter, start);
    } else {
      scan.run(start, stream.visible());
    }
    return scan.found;
  }

  /** Passes over segments that do not hold the subject. */
  private void readSegments(Scan scan, String subject, long start) {
    long hash = hash(subject);
    try {
      for (SegmentSubjects segment : stream.index().from(start)) {
        long newest = segment.newest(hash);
        if (newest >= start && !scan.run(Math.max(start, segment.firstSequence()), newest)) {
          return;
        }
      }
    } catch (IOException e) {
      throw EventErrors.readFailed(stream.spec().name(), e);
    }
  }

  private final class Scan {
    private final String filter;
    private final int limit;
    private final List<Event> found = new ArrayList<>();
    private long bytes;

    private Scan(String filter, int limit) {
      this.filter = filter;
      this.limit = limit;
    }

    /** Collects what matches; false once there is enough. */
    private boolean run(long from, long to) {
      Walk walk = new Walk(stream.log(), from);
      Bytes record;
      while ((record = walk.next(to)) != null) {
        if (!take(walk.position() - 1, record)) {
          return false;
        }
      }
      return true;
    }

    private boolean take(long sequence, Bytes record) {
      if (Subjects.matches(filter, EventCodec.subject(record))) {
        found.add(decode(sequence, record));
        bytes += record.size();
      }
      return found.size() < limit && bytes < MOST_BYTES;
    }
  }
}
