package io.cmesh.doors.miner;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come: everything up to here is answered, on disk, and its events are published.
 * A hint: where it is missing or wrong, the log and the response file are compared from their
 * beginnings.
 *
 * @param file which file the log was then
 * @param logOffset behind the last line done
 * @param outOffset behind its answer
 */
record Position(FileMark file, long logOffset, long outOffset) {
  /** Fixed, so that a position can be overwritten in place. */
  static final int LINE_BYTES = 200;

  Position at(FileMark newFile, long newLogOffset, long newOutOffset) {
    return new Position(newFile, newLogOffset, newOutOffset);
  }

  /** One line of {@link #LINE_BYTES}, with its checksum. */
  byte[] line() {
    String text =
        String.join(
            " ",
            "at",
            file.key(),
            String.valueOf(file.headBytes()),
            String.valueOf(file.headChecksum()),
            String.valueOf(logOffset),
            String.valueOf(outOffset));
    String line = text + " " + checksum(text);
    return (line + " ".repeat(Math.max(0, LINE_BYTES - 1 - line.length())) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads a line; null where it is not whole. */
  static @Nullable Position parse(String line) {
    String[] parts = line.trim().split(" ", -1);
    if (parts.length != 7) {
      return null;
    }
    String text = String.join(" ", java.util.Arrays.asList(parts).subList(0, 6));
    if (!parts[0].equals("at") || !parts[6].equals(checksum(text))) {
      return null;
    }
    try {
      return new Position(
          new FileMark(parts[1], Integer.parseInt(parts[2]), Long.parseLong(parts[3])),
          Long.parseLong(parts[4]),
          Long.parseLong(parts[5]));
    } catch (NumberFormatException e) {
      return null; // the checksum fits something that was never written: no position
    }
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return Long.toHexString(crc.getValue());
  }
}
