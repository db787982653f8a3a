package io.cmesh.kernel.snapshot;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.state.StateDigest;
import io.cmesh.api.state.StateEntry;
import io.cmesh.kernel.bytes.ByteReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads canonical snapshots. Verify first: only a file that {@link #verify} accepted is iterated. A
 * damaged file is a {@link MeshException} (400) that names file and byte. Not thread-safe.
 */
public final class SnapshotReader implements AutoCloseable {
  private static final int MAX_CHUNK = 64 << 20;
  private static final int HEAD = 12;

  private final Path path;
  private final Disk.DiskFile file;

  /** Opens a file; closes with {@link #close}. */
  public SnapshotReader(Disk disk, Path path) throws IOException {
    this.path = path;
    if (!disk.exists(path)) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-SNP-001",
          path + ": no such file",
          "Name a file made by: cmesh backup FILE");
    }
    this.file = disk.open(path);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
    }
  }

  /** Whether it begins as a snapshot does. */
  public boolean begins() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(SnapshotWriter.MAGIC.size());
    return file.read(head, 0) == head.capacity()
        && Bytes.wrap(head.array()).equals(SnapshotWriter.MAGIC);
  }

  /**
   * Checks every byte: checksums, the hash over all, and that the entries come to the digest.
   * Returns the header.
   */
  public SnapshotHeader verify() throws IOException {
    Walk walk = new Walk(sha256());
    StateDigest digest = new StateDigest();
    long entries = 0;
    while (walk.hasNext()) {
      StateEntry e = walk.next();
      digest.add(e.namespace(), e.key(), e.value(), e.version());
      entries++;
    }
    SnapshotHeader header = walk.trailer();
    if (entries != header.entries() || !digest.value().equals(header.digest())) {
      throw damaged(0, "its entries do not come to its digest");
    }
    return header;
  }

  /** The entries, in order. */
  public Iterator<StateEntry> entries() throws IOException {
    return new Walk(null);
  }

  private MeshException damaged(long at, String what) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-SNP-002",
        path + ", byte " + at + ": " + what + ": the snapshot is damaged or not one",
        "Use another backup; nothing was changed.");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Goes from chunk to chunk. */
  private final class Walk implements Iterator<StateEntry> {
    private final @Nullable MessageDigest digest;
    private long position;
    private @Nullable ByteReader chunk;

    Walk(@Nullable MessageDigest digest) throws IOException {
      this.digest = digest;
      Bytes head = take(HEAD);
      if (!head.startsWith(SnapshotWriter.MAGIC)) {
        throw damaged(0, "it does not begin with " + SnapshotWriter.MAGIC.utf8());
      }
      int format = new ByteReader(head.slice(8, HEAD)).i32();
      if (format != SnapshotWriter.FORMAT) {
        throw damaged(8, "format " + format + " (expected: " + SnapshotWriter.FORMAT + ")");
      }
      chunk = nextChunk();
    }

    private Bytes take(int size) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(size);
      if (file.read(buffer, position) != size) {
        throw damaged(position, "it ends early");
      }
      position += size;
      Bytes bytes = Bytes.wrap(buffer.array());
      if (digest != null) {
        digest.update(bytes.unsafeArray());
      }
      return bytes;
    }

    private @Nullable ByteReader nextChunk() throws IOException {
      long at = position;
      int length = new ByteReader(take(4)).i32();
      if (length == 0) {
        return null;
      }
      if (length < 0 || length > MAX_CHUNK) {
        throw damaged(at, "a chunk of " + length + " bytes");
      }
      int expected = new ByteReader(take(4)).i32();
      Bytes content = take(length);
      CRC32C crc = new CRC32C();
      crc.update(content.unsafeArray());
      if ((int) crc.getValue() != expected) {
        throw damaged(at, "a chunk's checksum is wrong");
      }
      return new ByteReader(content);
    }

    @Override
    public boolean hasNext() {
      return chunk != null;
    }

    @Override
    public StateEntry next() {
      ByteReader in = chunk;
      if (in == null) {
        throw new NoSuchElementException("the snapshot has no more entries");
      }
      try {
        StateEntry entry = new StateEntry(in.text(), in.bytes(), in.bytes(), in.i64());
        if (in.atEnd()) {
          chunk = nextChunk();
        }
        return entry;
      } catch (IllegalArgumentException e) {
        throw damaged(position, e.getMessage() == null ? "an entry ends early" : e.getMessage());
      } catch (IOException e) {
        throw MeshException.of(Status.INTERNAL, "CMESH-SNP-003", path + " cannot be read")
            .cause(e)
            .build();
      }
    }

    SnapshotHeader trailer() throws IOException {
      long size = file.size() - position - 32;
      if (size < 0 || size > 65_536) {
        throw damaged(position, "its trailer ends early");
      }
      ByteReader in = new ByteReader(take((int) size));
      Bytes hash = digest == null ? Bytes.EMPTY : Bytes.wrap(digest.digest());
      ByteBuffer expected = ByteBuffer.allocate(32);
      file.read(expected, position);
      if (digest != null && !hash.equals(Bytes.wrap(expected.array()))) {
        throw damaged(position, "its hash is wrong");
      }
      try {
        return new SnapshotHeader(in.i64(), in.bytes(), in.i64(), in.i64(), in.text());
      } catch (IllegalArgumentException e) {
        throw damaged(position, "its trailer cannot be read");
      }
    }
  }
}
