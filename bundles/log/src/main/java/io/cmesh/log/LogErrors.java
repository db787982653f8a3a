package io.cmesh.log;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Every error of the log, in one place. */
final class LogErrors {
  private LogErrors() {}

  /** CMESH-LOG-001: the log on disk is damaged where it was complete once. */
  static MeshException damaged(Path file, long offset, String what) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-LOG-001",
        file + " is damaged at byte " + offset + ": " + what,
        "Nothing was changed. Check the disk, then restore a backup (cmesh restore FILE), or bring"
            + " back the file from a copy");
  }

  /** CMESH-LOG-002: an I/O error left it unknown what is on disk. */
  static MeshException failed(Path dir, IOException cause) {
    return MeshException.of(
            Status.INTERNAL,
            "CMESH-LOG-002",
            dir + ": the disk failed (" + cause.getMessage() + "): the log takes no more records")
        .hint("What was acknowledged is safe. Check the disk, then start the node again")
        .cause(cause)
        .build();
  }

  /** CMESH-LOG-003: no room. */
  static MeshException full(Path dir, IOException cause) {
    return MeshException.of(
            Status.INSUFFICIENT_STORAGE,
            "CMESH-LOG-003",
            dir + ": no room left on the disk (" + cause.getMessage() + ")")
        .hint("Make room; writes succeed again at once, reads go on meanwhile")
        .cause(cause)
        .build();
  }

  /** CMESH-LOG-004: too long. */
  static MeshException tooLong(int bytes, int most) {
    return new MeshException(
        Status.TOO_LARGE,
        "CMESH-LOG-004",
        "record: " + bytes + " bytes (expected: at most " + most + ")");
  }

  /** CMESH-LOG-005: no such record. */
  static MeshException absent(long sequence, long first, long last) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-LOG-005",
        "sequence: "
            + sequence
            + " (expected: "
            + first
            + " to "
            + last
            + ", which the log keeps)");
  }

  /** CMESH-LOG-006: not a log of this kind. */
  static MeshException foreign(Path file, String found, String expected) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-LOG-006",
        file + ": " + found + " (expected: " + expected + ")",
        "Use the version of CMesh that wrote it, or point the node at the right directory");
  }

  /** CMESH-LOG-007: cannot be read. */
  static MeshException unreadable(Path file, IOException cause) {
    return MeshException.of(
            Status.INTERNAL, "CMESH-LOG-007", file + " cannot be read: " + cause.getMessage())
        .hint("Check the disk and the file's owner and mode")
        .cause(cause)
        .build();
  }

  /** CMESH-LOG-008: too much is waiting for the disk; nothing was logged. */
  static MeshException overloaded(long mostBytes) {
    return MeshException.of(
            Status.UNAVAILABLE,
            "CMESH-LOG-008",
            "bytes waiting for the disk: more than " + mostBytes + ": the disk does not keep up")
        .hint("Try again")
        .retryAfter(Duration.ofSeconds(1))
        .build();
  }

  /** CMESH-LOG-009: the disk failed earlier; nothing was logged. */
  static MeshException outOfService(RuntimeException cause) {
    return MeshException.of(Status.UNAVAILABLE, "CMESH-LOG-009", String.valueOf(cause.getMessage()))
        .hint("Check the disk, then start the node again")
        .retryAfter(Duration.ofSeconds(30))
        .cause(cause)
        .build();
  }

  /** CMESH-LOG-010: the disk failed while this was written. */
  static MeshException outcomeUnknown(RuntimeException cause) {
    return MeshException.of(
            Status.TIMEOUT, "CMESH-LOG-010", "outcome unknown: " + cause.getMessage())
        .hint("Check the disk, start the node again, then retry with the same id")
        .cause(cause)
        .build();
  }

  /** CMESH-LOG-011: who wants to go on stands elsewhere than the log. */
  static MeshException apart(long after, long first, long last) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-LOG-011",
        "state and log are not of one time: the state stands at position "
            + after
            + ", the log keeps "
            + first
            + " to "
            + last,
        "Bring state and log back together from one backup: cmesh restore FILE");
  }

  /**
   * Whether the disk was full. The JDK has no type for it and translates the text, so free space is
   * looked at as well.
   */
  static boolean isFull(IOException e, Disk disk, Path dir, long needed) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("no space left") || text.contains("quota")) {
      return true;
    }
    try {
      return disk.freeBytes(dir) < needed;
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
      return false;
    }
  }
}
