package io.cmesh.tck.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What was written to one file since it was last forced, with what stood there before. */
final class Unsynced {
  private final List<Change> changes = new ArrayList<>();

  /**
   * @param position where it begins; for a truncation, the new size
   * @param before the bytes that stood there
   * @param sizeBefore the file's size before
   * @param written the new bytes; null for a truncation
   */
  private record Change(long position, Bytes before, long sizeBefore, @Nullable Bytes written) {}

  void write(DiskFile file, ByteBuffer from, long position) throws IOException {
    Bytes written = Bytes.copyOf(from);
    changes.add(
        new Change(position, content(file, position, written.size()), file.size(), written));
  }

  void truncate(DiskFile file, long size) throws IOException {
    int lost = (int) Math.max(0, file.size() - size);
    changes.add(new Change(size, content(file, size, lost), file.size(), null));
  }

  /** Takes everything back; with luck, some of the writes came through all the same. */
  void lose(DiskFile file, @Nullable RandomGenerator luck) throws IOException {
    for (int i = changes.size() - 1; i >= 0; i--) {
      undo(file, changes.get(i));
    }
    if (luck != null) {
      for (Change change : changes) {
        perhapsKeep(file, change, luck);
      }
    }
  }

  private static void undo(DiskFile file, Change change) throws IOException {
    file.write(change.before().toBuffer(), change.position());
    file.truncate(change.sizeBefore());
  }

  private static void perhapsKeep(DiskFile file, Change change, RandomGenerator luck)
      throws IOException {
    Bytes written = change.written();
    if (written == null || luck.nextInt(4) == 0) {
      return;
    }
    int kept = luck.nextBoolean() ? written.size() : luck.nextInt(written.size() + 1);
    file.write(written.slice(0, kept).toBuffer(), change.position());
  }

  private static Bytes content(DiskFile file, long position, int length) throws IOException {
    int present = (int) Math.max(0, Math.min(length, file.size() - position));
    ByteBuffer buffer = ByteBuffer.allocate(present);
    file.read(buffer, position);
    return Bytes.wrap(buffer.array());
  }
}
