package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code HOME/etc/io.cmesh.roles.cfg}: a swap writes there what is wanted from now on, so that the
 * next start does not swap back. Other lines stay as they are.
 */
final class WantedFile {
  private static final int MAX_BYTES = 1 << 20;

  private final Disk disk;
  private final Path file;
  private final Map<Role, String> written = new ConcurrentHashMap<>();

  WantedFile(Disk disk, Path home) {
    this.disk = disk;
    this.file = home.resolve("etc").resolve(Wanted.PID + ".cfg");
  }

  void set(Role role, String provider) {
    try {
      disk.createDirectories(file.resolveSibling(""));
      List<String> lines = new ArrayList<>(read());
      lines.removeIf(line -> line.matches("\\s*" + role.text() + "\\s*[=:].*"));
      lines.add(role.text() + " = " + provider);
      write(String.join("\n", lines) + "\n");
      written.put(role, provider);
    } catch (IOException e) {
      throw MeshException.of(
              Status.INTERNAL, "CMESH-CFG-004", file + " cannot be written: " + e.getMessage())
          .hint(
              "The swap holds until the next start. Set it yourself: "
                  + role.text()
                  + " = "
                  + provider)
          .cause(e)
          .build();
    }
  }

  /**
   * Whether this is what {@link #set} wrote last: nobody's wish then, but what a swap left, and
   * perhaps already behind the next one.
   */
  boolean wrote(Role role, String provider) {
    return provider.equals(written.get(role));
  }

  private List<String> read() throws IOException {
    if (!disk.exists(file)) {
      return List.of();
    }
    try (Disk.DiskFile in = disk.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(in.size(), MAX_BYTES));
      int size = in.read(buffer, 0);
      return new String(buffer.array(), 0, size, StandardCharsets.UTF_8).lines().toList();
    }
  }

  private void write(String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    disk.delete(fresh);
    try (Disk.DiskFile out = disk.open(fresh)) {
      out.write(Bytes.utf8(text).toBuffer(), 0);
      out.force();
    }
    disk.move(fresh, file);
    disk.forceDirectory(file.resolveSibling(""));
  }
}
