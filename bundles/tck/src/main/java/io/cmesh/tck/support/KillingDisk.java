package io.cmesh.tck.support;

import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk before which the process is killed after so many changes: the one after them, and every
 * later one, fails and changes nothing. Run the same steps with 0, 1, 2, … changes until they come
 * through, open anew on the disk behind each time, and every instant was tried.
 *
 * <p>Changes are: a file made, written, cut or forced, renamed or deleted, and a directory forced.
 * Thread-safe, by one lock.
 */
public final class KillingDisk implements Disk {
  private final Disk behind;
  private long left = Long.MAX_VALUE;
  private boolean killed;

  /** Stands before {@code behind}; kills nobody until asked. */
  public KillingDisk(Disk behind) {
    this.behind = behind;
  }

  /** Lets {@code changes} more through. */
  public synchronized void killAfter(long changes) {
    left = changes;
  }

  /** Whether a change was refused. */
  public synchronized boolean killed() {
    return killed;
  }

  private synchronized void count() throws IOException {
    if (left <= 0) {
      killed = true;
      throw new IOException("the process was killed (a fault of the test)");
    }
    left--;
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    if (!behind.exists(file)) {
      count();
    }
    return new Handle(behind.open(file));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return behind.list(directory);
  }

  @Override
  public boolean exists(Path path) {
    return behind.exists(path);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    behind.createDirectories(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    count();
    behind.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    if (behind.exists(file)) {
      count();
      behind.delete(file);
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    count();
    behind.forceDirectory(directory);
  }

  @Override
  public long freeBytes(Path path) throws IOException {
    return behind.freeBytes(path);
  }

  private final class Handle implements DiskFile {
    private final DiskFile file;

    private Handle(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      count();
      file.write(from, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      count();
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      count();
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
