package io.cmesh.events.local;

import io.cmesh.log.SegmentInfo;
import io.cmesh.log.SegmentListener;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Segments that were sealed while a group was being appended: kept until the group is shown, since
 * only then their subjects are known to be complete. A truncation may have opened one of them again
 * since: who takes one asks the log whether it still is as it was. Thread-safe.
 */
final class SealedSegments implements SegmentListener {
  private final Deque<SegmentInfo> waiting = new ArrayDeque<>();

  @Override
  public synchronized void sealed(SegmentInfo segment) {
    waiting.addLast(segment);
  }

  @Override
  public synchronized void truncated(long lastSequence) {
    waiting.removeIf(segment -> segment.lastSequence() > lastSequence);
  }

  /** Takes the oldest one if it ends before {@code sequence}; else null. */
  synchronized @Nullable SegmentInfo endingBefore(long sequence) {
    SegmentInfo oldest = waiting.peekFirst();
    return oldest != null && oldest.lastSequence() < sequence ? waiting.pollFirst() : null;
  }
}
