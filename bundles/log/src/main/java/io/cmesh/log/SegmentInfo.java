package io.cmesh.log;

import java.nio.file.Path;

/**
 * One file of a log.
 *
 * @param firstSequence the number of its first record, also where it has none yet
 * @param lastSequence the number of its last record; {@code firstSequence - 1} where it has none
 * @param path the file
 * @param bytes its size, what is still buffered not counted
 * @param sealed whether it is complete: it does not change any more, unless {@link
 *     SegmentedLog#truncateAfter} reaches back into it
 */
public record SegmentInfo(
    long firstSequence, long lastSequence, Path path, long bytes, boolean sealed) {
  /**
   * A file of one's own beside this segment, as {@code 00000000000000000001.idx}. The log deletes
   * it together with the segment, and when the segment is truncated.
   */
  public Path sideFile(String extension) {
    return SegmentNames.sideFile(path, extension);
  }
}
