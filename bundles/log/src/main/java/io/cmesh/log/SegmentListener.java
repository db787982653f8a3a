package io.cmesh.log;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told what becomes of segments, so that an index can be kept beside each ({@link
 * SegmentInfo#sideFile}). Called by the thread that appends, cuts or truncates, while the log is
 * held: quick, and without calling the log.
 */
@ConsumerType
public interface SegmentListener {
  /** Wants to know nothing. */
  SegmentListener NONE = new SegmentListener() {};

  /** A segment is complete and on disk; the next record goes into another. */
  default void sealed(SegmentInfo segment) {}

  /** A segment and its side files were deleted: its records were cut, or the log restarted. */
  default void dropped(SegmentInfo segment) {}

  /**
   * Records after {@code lastSequence} are gone; the side files of the segment that holds the end
   * are deleted.
   */
  default void truncated(long lastSequence) {}
}
