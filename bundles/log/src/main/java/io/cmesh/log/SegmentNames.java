package io.cmesh.log;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Names of segment files: the first sequence in twenty digits, so that they sort. */
final class SegmentNames {
  private static final String EXTENSION = ".log";
  private static final int DIGITS = 20;
  private static final Pattern NAME = Pattern.compile("[0-9]{20}\\.log");
  private static final String LAST_NAME = "09223372036854775807" + EXTENSION;

  private SegmentNames() {}

  static Path path(Path dir, long firstSequence) {
    return dir.resolve(String.format("%020d", firstSequence) + EXTENSION);
  }

  static boolean isSegment(String name) {
    return NAME.matcher(name).matches() && name.compareTo(LAST_NAME) <= 0;
  }

  static long firstSequence(String name) {
    return Long.parseLong(name.substring(0, DIGITS));
  }

  static Path sideFile(Path segment, String extension) {
    return segment.resolveSibling(base(segment) + "." + extension);
  }

  static boolean isSideFile(Path segment, String name) {
    return name.startsWith(base(segment) + ".") && !name.endsWith(EXTENSION);
  }

  private static String base(Path segment) {
    String name = String.valueOf(segment.getFileName());
    return name.substring(0, name.length() - EXTENSION.length());
  }
}
