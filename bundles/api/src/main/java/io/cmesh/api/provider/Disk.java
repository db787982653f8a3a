package io.cmesh.api.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Files, so that a simulator can tear, lose and fill them. Thread-safe.
 *
 * <p>What was written is sure to survive a crash only after {@link DiskFile#force}, a new or
 * renamed file only after {@link #forceDirectory}.
 */
public interface Disk {
  /** Opens a file for reading and writing; makes it (mode 0600) where there is none. */
  DiskFile open(Path file) throws IOException;

  /** Names of the files in a directory, sorted; empty where there is no such directory. */
  List<String> list(Path directory) throws IOException;

  /** Whether there is such a file or directory. */
  boolean exists(Path path);

  /** Makes a directory and its parents, mode 0700. */
  void createDirectories(Path directory) throws IOException;

  /** Replaces {@code to} by {@code from}, atomically. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file; nothing happens where there is none. */
  void delete(Path file) throws IOException;

  /** Makes the names in a directory durable. */
  void forceDirectory(Path directory) throws IOException;

  /** Bytes free on the disk that holds {@code path}. */
  long freeBytes(Path path) throws IOException;

  /** One open file. Reads from any thread; writes from one at a time. */
  interface DiskFile extends AutoCloseable {
    /** Bytes in it. */
    long size() throws IOException;

    /**
     * Reads from {@code position} until {@code into} is full or the file ends; returns how many
     * bytes.
     */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes all of {@code from} at {@code position}. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Cuts the file. */
    void truncate(long size) throws IOException;

    /** Makes all that was written durable: fsync. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }
}
