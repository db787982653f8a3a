package io.cmesh.tck.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files made, renamed and deleted since their directory was last forced. */
final class UnsyncedNames {
  private final Disk real;
  private final List<Change> changes = new ArrayList<>();

  /**
   * @param path the file made or deleted, or the new name
   * @param from the old name, where it was renamed
   * @param content what {@code path} held before; null where there was no such file
   */
  private record Change(Path path, @Nullable Path from, @Nullable Bytes content) {}

  UnsyncedNames(Disk real) {
    this.real = real;
  }

  void made(Path file) {
    changes.add(new Change(file, null, null));
  }

  void deleting(Path file) throws IOException {
    changes.add(new Change(file, null, content(file)));
  }

  void moving(Path from, Path to) throws IOException {
    changes.add(new Change(to, from, real.exists(to) ? content(to) : null));
  }

  void forced(Path directory) {
    changes.removeIf(change -> directory.equals(change.path().getParent()));
  }

  void lose() throws IOException {
    for (int i = changes.size() - 1; i >= 0; i--) {
      undo(changes.get(i));
    }
    changes.clear();
  }

  private void undo(Change change) throws IOException {
    Path from = change.from();
    if (from != null) {
      real.move(change.path(), from);
    }
    Bytes content = change.content();
    if (content != null) {
      try (DiskFile file = real.open(change.path())) {
        file.truncate(0);
        file.write(content.toBuffer(), 0);
      }
    } else if (from == null) {
      real.delete(change.path());
    }
  }

  private Bytes content(Path file) throws IOException {
    try (DiskFile open = real.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) open.size());
      open.read(buffer, 0);
      return Bytes.wrap(buffer.array());
    }
  }
}
