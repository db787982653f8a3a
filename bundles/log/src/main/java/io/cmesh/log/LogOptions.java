package io.cmesh.log;

import java.nio.charset.StandardCharsets;

/**
 * How a {@link SegmentedLog} is kept.
 *
 * @param format what the records are, 1 to 16 ASCII characters; it stands in every segment, so that
 *     a directory of another kind is refused
 * @param segmentBytes a segment that has grown beyond this is sealed and the next one begun
 * @param maxRecordBytes the longest record, 1 GiB at most; a longer one is refused
 * @param verify whether opening checks every record (reading the whole log), or only the newest
 *     segment; what was not checked then is checked when it is read
 * @param firstSequence the number of the first record in a log that is made new
 * @param reserveBytes how much is written as zeros ahead of the records at a time, so that an fsync
 *     need not write the file's size; 0 reserves nothing
 */
public record LogOptions(
    String format,
    long segmentBytes,
    int maxRecordBytes,
    boolean verify,
    long firstSequence,
    int reserveBytes) {
  static final int FORMAT_BYTES = 16;
  static final int MOST_RECORD_BYTES = 1 << 30;

  private static final long DEFAULT_SEGMENT_BYTES = 64L << 20;
  private static final int DEFAULT_RECORD_BYTES = 8 << 20;

  /** Refuses what makes no sense with {@link IllegalArgumentException}. */
  public LogOptions {
    byte[] ascii = format.getBytes(StandardCharsets.US_ASCII);
    if (ascii.length == 0 || ascii.length > FORMAT_BYTES) {
      throw new IllegalArgumentException(
          "format: " + format + " (expected: 1 to " + FORMAT_BYTES + " characters)");
    }
    if (segmentBytes < 1
        || maxRecordBytes < 1
        || maxRecordBytes > MOST_RECORD_BYTES
        || firstSequence < 1
        || reserveBytes < 0) {
      throw new IllegalArgumentException(
          "segmentBytes, maxRecordBytes, firstSequence, reserveBytes: "
              + segmentBytes
              + ", "
              + maxRecordBytes
              + ", "
              + firstSequence
              + ", "
              + reserveBytes
              + " (expected: >= 1, records at most 1 GiB, reserve >= 0)");
    }
  }

  /** Segments of 64 MiB, records up to 8 MiB, everything verified at open, numbers from 1. */
  public static LogOptions of(String format) {
    return new LogOptions(format, DEFAULT_SEGMENT_BYTES, DEFAULT_RECORD_BYTES, true, 1, 0);
  }

  /** With segments of another size. */
  public LogOptions withSegmentBytes(long bytes) {
    return new LogOptions(format, bytes, maxRecordBytes, verify, firstSequence, reserveBytes);
  }

  /** With another limit for a record. */
  public LogOptions withMaxRecordBytes(int bytes) {
    return new LogOptions(format, segmentBytes, bytes, verify, firstSequence, reserveBytes);
  }

  /** Checks only the newest segment at open: for logs of many gigabytes. */
  public LogOptions withoutVerifying() {
    return new LogOptions(format, segmentBytes, maxRecordBytes, false, firstSequence, reserveBytes);
  }

  /** A new log begins with this number. */
  public LogOptions startingAt(long sequence) {
    return new LogOptions(format, segmentBytes, maxRecordBytes, verify, sequence, reserveBytes);
  }

  /** Reserves so many bytes at a time: for logs that are forced many times a second. */
  public LogOptions reserving(int bytes) {
    return new LogOptions(format, segmentBytes, maxRecordBytes, verify, firstSequence, bytes);
  }
}
