package io.cmesh.doors.miner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One open file of the log. It may be renamed while it is open. Marks from any thread. */
final class LogSource implements AutoCloseable {
  private static final int WHOLE_HEAD = 256;

  private final FileChannel channel;
  private final String key;
  private @Nullable FileMark whole;

  private LogSource(FileChannel channel, String key) {
    this.channel = channel;
    this.key = key;
  }

  /** Opens what lies at a path now; empty where there is nothing. */
  static Optional<LogSource> open(Path path) throws IOException {
    try {
      while (true) {
        String key = FileMark.keyOf(path);
        LogSource opened = new LogSource(FileChannel.open(path), key);
        if (opened.isAt(path)) {
          return Optional.of(opened);
        }
        opened.close(); // rotated between the two calls: whose key it is, is unsure
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isAt(Path path) throws IOException {
    try {
      return FileMark.keyOf(path).equals(key);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  String key() {
    return key;
  }

  long size() throws IOException {
    return channel.size();
  }

  int read(ByteBuffer into, long position) throws IOException {
    return channel.read(into, position);
  }

  /** The file's mark, once {@code known} bytes of it were read. */
  synchronized FileMark mark(long known) throws IOException {
    FileMark mark = whole;
    if (mark == null) {
      mark = FileMark.of(key, channel, known);
      if (known >= WHOLE_HEAD) {
        whole = mark;
      }
    }
    return mark;
  }

  /** It was truncated: it may begin otherwise now. */
  synchronized void forgetMark() {
    whole = null;
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
