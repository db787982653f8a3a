package io.cmesh.kernel.snapshot;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.kernel.bytes.ByteWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/**
 * Writes the canonical snapshot, the one format of backup, restore and hand-over: what this node
 * alone keeps (namespaces that begin with {@code ~}) included.
 *
 * <pre>
 * "CMESHSNP" | format u32 = 1
 * chunk*      : length u32 | CRC-32C u32 | entries, each: namespace, key, value (length u32, bytes), version u64
 * trailer     : length u32 = 0 | index u64 | digest (length, bytes) | entries u64 | time u64 | node (length, UTF-8)
 *             | SHA-256 of everything before
 * </pre>
 *
 * <p>Entries are ordered by namespace, then key. Memory in use is one chunk.
 */
public final class SnapshotWriter {
  static final Bytes MAGIC = Bytes.utf8("CMESHSNP");
  static final int FORMAT = 1;
  private static final int CHUNK = 256 * 1024;

  private final Disk disk;

  /** On {@code disk}. */
  public SnapshotWriter(Disk disk) {
    this.disk = disk;
  }

  /**
   * Writes a snapshot beside {@code file}, fsyncs and renames it, so that there is a whole one or
   * none.
   *
   * @return its header
   */
  public SnapshotHeader write(StateSnapshot snapshot, Path file, long timeMillis, String node)
      throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    disk.delete(fresh);
    SnapshotHeader header;
    try (Disk.DiskFile out = disk.open(fresh)) {
      header = new Run(out).write(snapshot, timeMillis, node);
      out.force();
    }
    disk.move(fresh, file);
    disk.forceDirectory(file.toAbsolutePath().resolveSibling(""));
    return header;
  }

  private static final class Run {
    private final Disk.DiskFile out;
    private final MessageDigest digest = SnapshotReader.sha256();
    private long position;

    Run(Disk.DiskFile out) {
      this.out = out;
    }

    SnapshotHeader write(StateSnapshot snapshot, long timeMillis, String node) throws IOException {
      put(MAGIC);
      put(new ByteWriter(4).i32(FORMAT).toBytes());
      long entries = chunks(snapshot);
      SnapshotHeader header =
          new SnapshotHeader(snapshot.index(), snapshot.digest(), entries, timeMillis, node);
      put(trailer(header));
      out.write(ByteBuffer.wrap(digest.digest()), position);
      return header;
    }

    private long chunks(StateSnapshot snapshot) throws IOException {
      long entries = 0;
      ByteWriter chunk = new ByteWriter(CHUNK + 4096);
      try (Scan all = snapshot.all()) {
        while (all.hasNext()) {
          StateEntry e = all.next();
          chunk.text(e.namespace()).bytes(e.key()).bytes(e.value()).i64(e.version());
          entries++;
          if (chunk.size() >= CHUNK) {
            chunk(chunk.toBytes());
            chunk = new ByteWriter(CHUNK + 4096);
          }
        }
      }
      if (chunk.size() > 0) {
        chunk(chunk.toBytes());
      }
      return entries;
    }

    private void chunk(Bytes content) throws IOException {
      CRC32C crc = new CRC32C();
      crc.update(content.unsafeArray());
      put(new ByteWriter(8).i32(content.size()).i32((int) crc.getValue()).toBytes());
      put(content);
    }

    private void put(Bytes bytes) throws IOException {
      digest.update(bytes.unsafeArray());
      out.write(bytes.toBuffer(), position);
      position += bytes.size();
    }

    private static Bytes trailer(SnapshotHeader h) {
      return new ByteWriter(128)
          .i32(0)
          .i64(h.index())
          .bytes(h.digest())
          .i64(h.entries())
          .i64(h.timeMillis())
          .text(h.node())
          .toBytes();
    }
  }
}
