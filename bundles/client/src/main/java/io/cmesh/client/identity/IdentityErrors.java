package io.cmesh.client.identity;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The refusals of this package, in one place. */
final class IdentityErrors {
  private IdentityErrors() {}

  static MeshException badName(String name) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-CLI-101",
        "identity name: \""
            + name.replaceAll("\\p{Cntrl}", "?")
            + "\" (expected: 1 to 64 of letters, digits and . _ @ + -, first a letter or digit)",
        "Choose another name, as: cmesh login --as alice");
  }

  static MeshException readableByOthers(Path file, String permissions) {
    return new MeshException(
        Status.FORBIDDEN,
        "CMESH-CLI-102",
        file + " has mode " + permissions + " (expected: rw-------, nobody else may read a root)",
        "Run: chmod 600 " + file);
  }

  static MeshException notARoot(String what, @Nullable Throwable cause) {
    MeshException.Builder b =
        MeshException.of(
                Status.BAD_REQUEST,
                "CMESH-CLI-103",
                "root: " + what + " (expected: a file of cmesh login or cmesh identity export)")
            .hint("Import the export made with: cmesh identity export");
    return cause == null ? b.build() : b.cause(cause).build();
  }

  static MeshException wrongPassphrase(Throwable cause) {
    return MeshException.of(
            Status.FORBIDDEN,
            "CMESH-CLI-104",
            "the passphrase does not open this export, or the export was altered")
        .hint("Try the passphrase again; without it an export cannot be opened.")
        .cause(cause)
        .build();
  }

  static MeshException shortPassphrase(int minimum) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-CLI-105",
        "passphrase: too short (expected: at least " + minimum + " characters)",
        "Choose a longer passphrase: several words are good.");
  }

  static MeshException io(Path file, IOException cause) {
    return MeshException.of(Status.INTERNAL, "CMESH-CLI-106", file + ": " + cause)
        .hint("Look at the path's owner, mode and free space.")
        .cause(cause)
        .build();
  }

  static MeshException exists(Path file, IOException cause) {
    return MeshException.of(
            Status.CONFLICT, "CMESH-CLI-107", file + " is there already: a root is never replaced")
        .hint("Move it away first, if you are sure that its identities are no longer needed.")
        .cause(cause)
        .build();
  }
}
