package io.cmesh.doors.miner;

import io.cmesh.api.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The run that writes a response file: {@code <out>.run}, text. Its fingerprint is random and on
 * disk before the first line is asked; with a line's id it makes the line's dedup id, so a write
 * that a crash left unanswered is not done again.
 *
 * <pre>
 * cmesh-run 1 FINGERPRINT
 * log PATH
 * at …                        how far it has come, overwritten in place
 * </pre>
 *
 * Not thread-safe.
 */
final class RunFile implements AutoCloseable {
  static final int FINGERPRINT_BYTES = 16;
  private static final String HEAD = "cmesh-run 1 ";
  private static final int MAX_BYTES = 64 << 10;

  private final FileChannel channel;
  private final Bytes fingerprint;
  private final long positionAt;
  private @Nullable Position position;

  private RunFile(
      FileChannel channel, Bytes fingerprint, long positionAt, @Nullable Position position) {
    this.channel = channel;
    this.fingerprint = fingerprint;
    this.positionAt = positionAt;
    this.position = position;
  }

  static Path beside(Path out) {
    return out.resolveSibling(out.getFileName() + ".run");
  }

  /** Makes the file, durably, under a new fingerprint. */
  static void create(Path out, Path log, Bytes fingerprint) throws IOException {
    Path path = beside(out);
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    String text = HEAD + fingerprint.hex() + "\nlog " + log + "\n";
    try (FileChannel made =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      write(made, text.getBytes(StandardCharsets.UTF_8), 0);
      made.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(out.toAbsolutePath().resolveSibling("."))) {
      directory.force(true);
    }
  }

  /** Opens the file of a run over {@code log}; refuses another log's. */
  static RunFile open(Path out, Path log) throws IOException {
    Path path = beside(out);
    if (Files.size(path) > MAX_BYTES) {
      throw MinerErrors.foreign(out, path.getFileName() + " is not a run's file");
    }
    List<String> lines =
        new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 2 || !lines.get(0).matches(HEAD + "[0-9a-f]{32}")) {
      throw MinerErrors.foreign(out, path.getFileName() + " is not a run's file");
    }
    if (!lines.get(1).equals("log " + log)) {
      throw MinerErrors.foreign(out, "it belongs to a run over another log: " + lines.get(1));
    }
    long positionAt =
        (lines.get(0) + "\n" + lines.get(1) + "\n").getBytes(StandardCharsets.UTF_8).length;
    return new RunFile(
        locked(path, out),
        Bytes.hex(lines.get(0).substring(HEAD.length())),
        positionAt,
        lines.size() > 2 ? Position.parse(lines.get(2)) : null);
  }

  /** Locked until it is closed, so that two nodes never write one response file. */
  private static FileChannel locked(Path path, Path out) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // This node's own: another name leads to the same file.
      channel.close();
      throw MinerErrors.busy(out);
    }
    channel.close();
    throw MinerErrors.busy(out);
  }

  Bytes fingerprint() {
    return fingerprint;
  }

  /** How far the run had come; null where nothing certain is known. */
  @Nullable Position position() {
    return position;
  }

  /** Notes how far it has come; forced where the log goes on in another file. */
  void move(Position next) throws IOException {
    boolean otherFile = position == null || !position.file().key().equals(next.file().key());
    write(channel, next.line(), positionAt);
    if (otherFile) {
      channel.force(false);
    }
    position = next;
  }

  private static void write(FileChannel to, byte[] bytes, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer, at + buffer.position());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
