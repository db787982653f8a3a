package io.cmesh.state.rocksdb;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status.Code;
import org.rocksdb.Status.SubCode;

/** What the engine's errors mean to the operator. */
final class RocksErrors {
  private RocksErrors() {}

  /** Of a store that would not open. */
  static MeshException opening(Path dir, RocksDBException e) {
    if (isNoSpace(e)) {
      return diskFull(dir, e);
    }
    if (text(e).contains("lock")) {
      return MeshException.of(
              Status.CONFLICT,
              "CMESH-STA-004",
              "state/rocksdb: " + dir + " is in use by another process: " + text(e))
          .hint("Stop the other node, or give this one a home of its own with --home.")
          .cause(e)
          .build();
    }
    return corrupt(dir, text(e), e);
  }

  /** Of a call on an open store. */
  static MeshException calling(Path dir, RocksDBException e) {
    if (isNoSpace(e)) {
      return diskFull(dir, e);
    }
    if (hasCode(e, Code.Corruption)) {
      return corrupt(dir, text(e), e);
    }
    return MeshException.of(
            Status.INTERNAL, "CMESH-STA-005", "state/rocksdb: " + dir + " failed: " + text(e))
        .hint("Look at the disk and at " + dir.resolve("db/LOG") + ", then restart the node.")
        .cause(e)
        .build();
  }

  static MeshException corrupt(Path dir, String what, @Nullable Throwable cause) {
    MeshException.Builder error =
        MeshException.of(
                Status.INTERNAL,
                "CMESH-STA-001",
                "state/rocksdb: the store in " + dir + " is damaged: " + what)
            .hint(
                "Move "
                    + dir
                    + " away and start again: the node fills a new store from its command log. If"
                    + " it says that the log no longer reaches back that far: cmesh restore BACKUP");
    return cause == null ? error.build() : error.cause(cause).build();
  }

  static MeshException unknownFormat(Path file, String found, String expected) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-STA-002",
        "state/rocksdb: format of " + file + ": " + found + " (expected: " + expected + ")",
        "Start the version of the node that wrote it, or move the directory away.");
  }

  private static MeshException diskFull(Path dir, RocksDBException e) {
    return MeshException.of(
            Status.INSUFFICIENT_STORAGE,
            "CMESH-STA-003",
            "state/rocksdb: no room left on the disk of " + dir + ": " + text(e))
        .hint("Make room; reading goes on, and writing does again once there is some.")
        .cause(e)
        .build();
  }

  private static boolean isNoSpace(RocksDBException e) {
    org.rocksdb.@Nullable Status status = e.getStatus();
    return (status != null && status.getSubCode() == SubCode.NoSpace)
        || text(e).contains("No space left");
  }

  private static boolean hasCode(RocksDBException e, Code code) {
    org.rocksdb.@Nullable Status status = e.getStatus();
    return status != null && status.getCode() == code;
  }

  static String text(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
