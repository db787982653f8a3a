package io.cmesh.audit;

import io.cmesh.api.provider.Settings;
import java.time.Duration;

/**
 * The keys of {@code io.cmesh.audit}; a change takes effect when the node starts.
 *
 * @param syncInterval {@code syncInterval}: at most so long after it was appended a leaf is on disk
 * @param maxBytes {@code maxBytes}: the oldest leaves go beyond so many bytes; 0 keeps all
 */
record AuditSettings(Duration syncInterval, long maxBytes) {
  static final String PID = "io.cmesh.audit";

  private static final Duration DEFAULT_SYNC_INTERVAL = Duration.ofMillis(200);
  private static final long SEGMENT_BYTES = 64L << 20;
  private static final int SEGMENTS_IN_BUDGET = 8;

  static AuditSettings of(Settings settings) {
    return new AuditSettings(
        settings.duration("syncInterval", DEFAULT_SYNC_INTERVAL), settings.bytes("maxBytes", 0));
  }

  /** Whole segments are dropped, so that a small budget needs small ones. */
  long segmentBytes() {
    return maxBytes == 0
        ? SEGMENT_BYTES
        : Math.max(1, Math.min(SEGMENT_BYTES, maxBytes / SEGMENTS_IN_BUDGET));
  }
}
