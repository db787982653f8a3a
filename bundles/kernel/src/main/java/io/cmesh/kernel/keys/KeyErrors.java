package io.cmesh.kernel.keys;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The refusals of the key service, in one place. */
final class KeyErrors {
  private KeyErrors() {}

  static MeshException readableByOthers(Path file, String permissions) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-KEY-001",
        file + " has mode " + permissions + " (expected: rw-------, nobody else may read a key)",
        "Run: chmod 600 " + file + " — and make a new key if others may have read it.");
  }

  static MeshException notAKey(Path file, String what, @Nullable Throwable cause) {
    MeshException.Builder b =
        MeshException.of(
                Status.INTERNAL,
                "CMESH-KEY-002",
                file + ": " + what + " (expected: a private Ed25519 JWK, RFC 8037)")
            .hint("Restore the file from a backup, or move it away to get a new key.");
    return cause == null ? b.build() : b.cause(cause).build();
  }

  static MeshException io(Path file, IOException cause) {
    return MeshException.of(Status.INTERNAL, "CMESH-KEY-003", file + ": " + cause)
        .hint("Look at the path's owner, mode and free space.")
        .cause(cause)
        .build();
  }

  static MeshException identityLost(Path file, Path directory) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-KEY-004",
        file + " is gone, but other keys of this node are there: its identity is lost",
        "Restore the file from a backup; or move "
            + directory
            + " away to start with a new identity, which clients must then pin anew.");
  }

  static MeshException tooManyTokenKeys(int count, Duration wait) {
    return MeshException.of(
            Status.TOO_MANY_REQUESTS,
            "CMESH-KEY-005",
            "token keys: " + count + " are still in use (expected: fewer)")
        .hint("Rotate again when the oldest key has retired.")
        .retryAfter(wait)
        .build();
  }
}
