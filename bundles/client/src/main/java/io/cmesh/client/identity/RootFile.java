package io.cmesh.client.identity;

import io.cmesh.api.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Keeps a root in a file of its owner's: JSON {@code {"format": "cmesh-root", "version": 1, "seed":
 * base64url}}, mode 0600. Reading refuses a file that others may read. Not for carrying about: see
 * {@link RootExport}.
 */
public final class RootFile {
  private static final String FORMAT = "cmesh-root";

  private RootFile() {}

  /**
   * Writes a root into a new file, with its directories (mode 0700); on disk when it returns.
   *
   * @throws io.cmesh.api.error.MeshException 409 {@code CMESH-CLI-107} where there is such a file:
   *     a root is never replaced
   */
  public static void create(Path file, Root root) {
    String seed = Base64.getUrlEncoder().withoutPadding().encodeToString(root.seed().toArray());
    String json = "{\"format\": \"" + FORMAT + "\", \"version\": 1, \"seed\": \"" + seed + "\"}\n";
    writePrivate(file, json);
  }

  /**
   * Reads a root.
   *
   * @throws io.cmesh.api.error.MeshException 403 {@code CMESH-CLI-102} where others may read the
   *     file, 400 {@code CMESH-CLI-103} where it is no root
   */
  public static Root load(Path file) {
    try {
      PrivateFiles.requirePrivate(file);
      JsonFields fields = JsonFields.parse(PrivateFiles.readText(file), FORMAT);
      return Root.ofSeed(Bytes.wrap(fields.bytes("seed", Root.SEED_BYTES, Root.SEED_BYTES)));
    } catch (IOException e) {
      throw IdentityErrors.io(file, e);
    }
  }

  /** Whether there is such a file. */
  public static boolean exists(Path file) {
    return Files.exists(file);
  }

  /**
   * Writes any text into a new file that only its owner may read, as exports and sessions need it.
   *
   * @throws io.cmesh.api.error.MeshException 409 {@code CMESH-CLI-107} where there is such a file
   */
  public static void writePrivate(Path file, String text) {
    try {
      PrivateFiles.create(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw IdentityErrors.exists(file, e);
    } catch (IOException e) {
      throw IdentityErrors.io(file, e);
    }
  }
}
