package io.cmesh.kernel.swap;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateWrite;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import io.cmesh.kernel.order.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batches that were committed since a snapshot, in a file, so that however long the copy of the
 * snapshot takes they need no heap. One thread adds, one takes. Worth nothing after a crash, for
 * the swap is gone then, too.
 */
final class Tail implements Feed, AutoCloseable {
  private static final String NAME = "swap.tail";
  private static final int LENGTH = 4;

  private final Disk disk;
  private final Path file;
  private final Disk.DiskFile open;
  private long written;
  private long taken;
  private long waiting;
  private @Nullable RuntimeException failure;
  private boolean closed;

  Tail(Disk disk, Path data) {
    this.disk = disk;
    this.file = data.resolve(NAME);
    try {
      disk.delete(file);
      this.open = disk.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** Deletes what a swap left that was killed. */
  static void clean(Disk disk, Path data) {
    try {
      disk.delete(data.resolve(NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(data.resolve(NAME) + " cannot be deleted", e);
    }
  }

  @Override
  public synchronized void committed(StateBatch batch) {
    if (failure != null || closed) {
      return;
    }
    Bytes encoded = encode(batch);
    ByteBuffer frame = ByteBuffer.allocate(LENGTH + encoded.size());
    frame.putInt(encoded.size()).put(encoded.toBuffer()).flip();
    int size = frame.remaining();
    try {
      open.write(frame, written);
      written += size;
      waiting++;
    } catch (IOException e) {
      // The swap fails of it; the applier goes on.
      failure = new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** The next batch; null where there is none for now. */
  synchronized @Nullable StateBatch next() {
    if (failure != null) {
      throw failure;
    }
    if (taken == written) {
      return null;
    }
    try {
      int size = read(taken, LENGTH).toBuffer().getInt();
      Bytes body = read(taken + LENGTH, size);
      taken += LENGTH + size;
      waiting--;
      restartWhenEmpty();
      return decode(body);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private void restartWhenEmpty() {
    if (taken == written) {
      taken = 0;
      written = 0;
    }
  }

  private Bytes read(long at, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    if (open.read(buffer, at) != size) {
      throw new IOException("ends at " + (at + buffer.position()) + " (expected: " + size + ")");
    }
    return Bytes.wrap(buffer.array());
  }

  /** Batches not taken yet. */
  synchronized long waiting() {
    return waiting;
  }

  private static Bytes encode(StateBatch batch) {
    ByteWriter out = new ByteWriter(128 * batch.entries().size() + 16);
    out.i64(batch.index()).i32(batch.entries().size());
    for (StateWrite write : batch.entries()) {
      Bytes value = write.value();
      out.text(write.namespace()).bytes(write.key()).i64(write.version());
      out.u8(value == null ? 0 : 1);
      if (value != null) {
        out.bytes(value);
      }
    }
    return out.toBytes();
  }

  private static StateBatch decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    long index = in.i64();
    int count = in.i32();
    List<StateWrite> writes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String namespace = in.text();
      Bytes key = in.bytes();
      long version = in.i64();
      writes.add(new StateWrite(namespace, key, in.u8() == 0 ? null : in.bytes(), version));
    }
    return new StateBatch(index, writes);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      open.close();
      disk.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted", e);
    }
  }
}
