package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.log.LogCursor;
import io.cmesh.log.SegmentedLog;
import org.jspecify.annotations.Nullable;

/**
 * Walks a log in order and passes over what retention cuts meanwhile. One thread at a time; memory
 * is that of one cursor.
 */
final class Walk {
  private final SegmentedLog log;
  private long next;
  private @Nullable LogCursor cursor;

  /**
   * @param from the first sequence wanted; it may be cut already, or be yet to come
   */
  Walk(SegmentedLog log, long from) {
    this.log = log;
    this.next = from;
  }

  /** The number of the record that {@link #next} would look for. */
  long position() {
    return next;
  }

  /** The next record kept, up to number {@code to}; null where there is none. */
  @Nullable Bytes next(long to) {
    while (true) {
      next = Math.max(next, log.firstSequence());
      if (next > to) {
        return null;
      }
      try {
        return read();
      } catch (MeshException e) {
        cursor = null;
        if (e.status() != Status.NOT_FOUND || next >= log.firstSequence()) {
          throw e;
        }
      }
    }
  }

  private Bytes read() {
    LogCursor at = cursor;
    if (at == null || at.sequence() + 1 != next) {
      at = log.cursor(next);
      cursor = at;
    }
    Bytes record = at.next();
    if (record == null) {
      throw new IllegalStateException("record " + next + " was seen and is gone");
    }
    next = at.sequence() + 1;
    return record;
  }
}
