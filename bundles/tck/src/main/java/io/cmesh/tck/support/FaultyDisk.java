package io.cmesh.tck.support;

import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk that runs full, fails, or loses at a crash what was not forced. It stands before a real
 * one; what survives lies there. Thread-safe, by one lock.
 */
public final class FaultyDisk implements Disk {
  private final Disk real;
  private final Map<Path, Unsynced> unsynced = new TreeMap<>();
  private final UnsyncedNames names;
  private long room = Long.MAX_VALUE;
  private int writesToFail;
  private int forcesToFail;
  private long forces;
  private int life;

  /** Stands before {@code real}, without a fault until asked. */
  public FaultyDisk(Disk real) {
    this.real = real;
    this.names = new UnsyncedNames(real);
  }

  /**
   * From now on files may grow by {@code bytes} together; the write that goes beyond is written in
   * part and fails as a full disk does. What is truncated or deleted makes room again.
   */
  public synchronized void fillAfter(long bytes) {
    room = bytes;
  }

  /** There is room again. */
  public synchronized void makeRoom() {
    room = Long.MAX_VALUE;
  }

  /** The next {@code count} writes fail; nothing of them is written. */
  public synchronized void failWrites(int count) {
    writesToFail = count;
  }

  /** The next {@code count} forces fail, and what they were to save stays unsaved for good. */
  public synchronized void failForces(int count) {
    forcesToFail = count;
  }

  /** How many forces of files succeeded. */
  public synchronized long forces() {
    return forces;
  }

  /**
   * The machine loses power: everything that was not forced is lost, and every open file is dead.
   */
  public synchronized void crash() throws IOException {
    crash(null);
  }

  /**
   * The machine loses power while it wrote: of what was not forced, any part may have come to the
   * disk, in any order, the last piece torn. Every open file is dead.
   */
  public synchronized void crashTorn(RandomGenerator random) throws IOException {
    crash(random);
  }

  private void crash(@Nullable RandomGenerator luck) throws IOException {
    life++;
    for (Map.Entry<Path, Unsynced> entry : unsynced.entrySet()) {
      try (DiskFile file = real.open(entry.getKey())) {
        entry.getValue().lose(file, luck);
      }
    }
    unsynced.clear();
    names.lose();
  }

  @Override
  public synchronized DiskFile open(Path file) throws IOException {
    if (!real.exists(file)) {
      names.made(file);
    }
    return new Handle(file, real.open(file), life);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public boolean exists(Path path) {
    return real.exists(path);
  }

  /** Directories are taken to be durable at once. */
  @Override
  public void createDirectories(Path directory) throws IOException {
    real.createDirectories(directory);
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    names.moving(from, to);
    real.move(from, to);
    unsynced.remove(to);
    Unsynced moved = unsynced.remove(from);
    if (moved != null) {
      unsynced.put(to, moved);
    }
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    if (real.exists(file)) {
      try (DiskFile content = real.open(file)) {
        release(content.size());
      }
      names.deleting(file);
      unsynced.remove(file);
      real.delete(file);
    }
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    real.forceDirectory(directory);
    names.forced(directory);
  }

  @Override
  public synchronized long freeBytes(Path path) throws IOException {
    return Math.min(room, real.freeBytes(path));
  }

  private void release(long bytes) {
    if (room != Long.MAX_VALUE) {
      room += bytes;
    }
  }

  private final class Handle implements DiskFile {
    private final Path path;
    private final DiskFile file;
    private final int born;

    private Handle(Path path, DiskFile file, int born) {
      this.path = path;
      this.file = file;
      this.born = born;
    }

    @Override
    public long size() throws IOException {
      synchronized (FaultyDisk.this) {
        alive();
        return file.size();
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        alive();
        return file.read(into, position);
      }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        alive();
        if (writesToFail > 0) {
          writesToFail--;
          throw new IOException("Input/output error (a fault of the test)");
        }
        long size = file.size();
        long growth = Math.max(0, position + from.remaining() - size);
        if (growth <= room) {
          take(growth);
          put(from, position);
          return;
        }
        int fits = (int) (from.remaining() - growth + room);
        take(room);
        ByteBuffer part = from.slice(from.position(), fits);
        put(part, position);
        throw new IOException("No space left on device");
      }
    }

    private void take(long growth) {
      if (room != Long.MAX_VALUE) {
        room -= growth;
      }
    }

    private void put(ByteBuffer from, long position) throws IOException {
      pending().write(file, from, position);
      file.write(from, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyDisk.this) {
        alive();
        long before = file.size();
        pending().truncate(file, size);
        file.truncate(size);
        release(Math.max(0, before - size));
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FaultyDisk.this) {
        alive();
        if (forcesToFail > 0) {
          forcesToFail--;
          throw new IOException("Input/output error at fsync (a fault of the test)");
        }
        forces++;
        unsynced.remove(path);
      }
    }

    private Unsynced pending() {
      return unsynced.computeIfAbsent(path, any -> new Unsynced());
    }

    private void alive() throws IOException {
      if (born != life) {
        throw new IOException(path + ": the machine lost power while this file was open");
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
