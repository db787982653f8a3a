package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log in order and goes on as it grows. One thread at a time; beside the appending thread.
 */
public final class LogCursor {
  private final SegmentedLog log;
  private long position;
  private @Nullable Place place;

  LogCursor(SegmentedLog log, long from) {
    this.log = log;
    this.position = from - 1;
  }

  /**
   * Where it reads.
   *
   * @param segment the file
   * @param reader before the next record
   * @param truncations how often the log had been truncated then
   */
  private record Place(Segment segment, FrameReader reader, long truncations) {}

  /**
   * The next record; null where there is none now: ask again later. Records not yet written are
   * flushed for it, except while the disk is full: then they are seen once there is room.
   *
   * @throws MeshException CMESH-LOG-005 where the record was cut meanwhile, CMESH-LOG-001 where it
   *     is damaged
   */
  public @Nullable Bytes next() {
    return log.reading(this::advance);
  }

  /** The number of the record that {@link #next} returned last; one before the first at first. */
  public long sequence() {
    return position;
  }

  private @Nullable Bytes advance() throws IOException {
    if (!log.isReadable(position + 1)) {
      return null;
    }
    Place at = current();
    while (true) {
      switch (at.reader().next(at.segment().bytes())) {
        case RECORD -> {
          position = at.reader().sequence();
          return at.reader().record();
        }
        case MARK -> {}
        case SEAL, END -> at = following(at.segment());
        case BAD ->
            throw LogErrors.damaged(at.segment().path(), at.reader().offset(), "no valid record");
      }
    }
  }

  private Place current() throws IOException {
    Place at = place;
    if (at == null || at.segment().dropped() || at.truncations() != log.truncations()) {
      at = seek();
    }
    return at;
  }

  private Place following(Segment ended) throws IOException {
    if (position < ended.last()) {
      throw LogErrors.damaged(ended.path(), ended.bytes(), "it ends before record " + ended.last());
    }
    return seek();
  }

  private Place seek() throws IOException {
    Segment segment = log.segmentOf(position + 1);
    FrameReader reader = new FrameReader(segment.file(), FrameReader.WIDE);
    if (position < segment.first()) {
      reader.seek(segment.start());
    } else {
      segment.read(position, reader);
    }
    Place found = new Place(segment, reader, log.truncations());
    place = found;
    return found;
  }
}
