package org.example.cmesh.state.mvstore;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.file.Path;

/** What can go wrong, and the way out. */
final class Errors {
  private Errors() {}

  static IllegalStateException closed() {
    return new IllegalStateException("state/mvstore: closed (expected: no calls after close)");
  }

  static MeshException failed(RuntimeException cause) {
    return MeshException.of(
            Status.INTERNAL, "MVSTORE-001", "state/mvstore failed: " + cause.getMessage())
        .hint("Look at the disk, then start the node again.")
        .cause(cause)
        .build();
  }

  static MeshException full(Path dir, long freeBytes, long neededBytes) {
    return MeshException.of(
            Status.INSUFFICIENT_STORAGE,
            "MVSTORE-002",
            "state/mvstore: "
                + freeBytes
                + " bytes free under "
                + dir
                + " (expected: at least "
                + neededBytes
                + ")")
        .hint("Make room on the disk; nothing of the write was done, it can be repeated.")
        .build();
  }

  static MeshException damaged(Path file, RuntimeException cause) {
    return MeshException.of(
            Status.INTERNAL,
            "MVSTORE-003",
            "state/mvstore: " + file + " cannot be opened: " + cause.getMessage())
        .hint("If it is damaged, move it aside, start the node, and restore a backup.")
        .cause(cause)
        .build();
  }

  static MeshException otherFormat(Path file, int found, int expected) {
    return MeshException.of(
            Status.INTERNAL,
            "MVSTORE-004",
            "state/mvstore: " + file + " has format " + found + " (expected: " + expected + ")")
        .hint("Use the version of this provider that wrote it.")
        .build();
  }
}
