package io.cmesh.bench;

import io.cmesh.api.provider.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that notes how many bytes the command log wrote before each of its fsyncs, so that the
 * same can be done again without a node. Thread-safe.
 */
final class RecordingDisk implements Disk {
  private final Disk disk;
  private final List<Integer> groups = new ArrayList<>();
  private int sinceForce;

  RecordingDisk(Disk disk) {
    this.disk = disk;
  }

  /** The bytes of each fsync since the last call. */
  synchronized List<Integer> takeGroups() {
    List<Integer> taken = List.copyOf(groups);
    groups.clear();
    return taken;
  }

  private synchronized void wrote(int bytes) {
    sinceForce += bytes;
  }

  private synchronized void forced() {
    if (sinceForce > 0) {
      groups.add(sinceForce);
      sinceForce = 0;
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    DiskFile opened = disk.open(file);
    boolean isLog = file.toString().contains("consensus-") && file.toString().endsWith(".log");
    return isLog ? new RecordedFile(opened) : opened;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    disk.createDirectories(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    disk.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
  }

  @Override
  public long freeBytes(Path path) throws IOException {
    return disk.freeBytes(path);
  }

  private final class RecordedFile implements DiskFile {
    private final DiskFile file;

    RecordedFile(DiskFile file) {
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
      if (!isReserve(from)) {
        wrote(from.remaining());
      }
      file.write(from, position);
    }

    /**
     * Zeros ahead of the records are the log's own business: the bare loop appends only frames,
     * which begin with their length.
     */
    private static boolean isReserve(ByteBuffer from) {
      return from.getInt(from.position()) == 0;
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      file.force();
      forced();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
