package io.cmesh.doors.miner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The response file: where answers are appended, and where a job that goes on learns how far it
 * was. One thread at a time.
 */
final class ResponseFile implements AutoCloseable {
  private static final int BUFFER = 256 << 10;

  private final Path path;
  private final FileChannel channel;
  private long size;

  private ResponseFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /** Opens the file, makes it where there is none, and cuts a last line that is not whole. */
  static ResponseFile open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      long whole = endOfLastLine(channel);
      if (whole < channel.size()) {
        channel.truncate(whole);
      }
      channel.force(true);
      return new ResponseFile(path, channel, whole);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static long endOfLastLine(FileChannel channel) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BUFFER);
    long blockEnd = channel.size();
    while (blockEnd > 0) {
      long blockStart = Math.max(0, blockEnd - BUFFER);
      block.clear().limit((int) (blockEnd - blockStart));
      while (block.hasRemaining() && channel.read(block, blockStart + block.position()) >= 0) {
        // until the block is full
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return blockStart + i + 1;
        }
      }
      blockEnd = blockStart;
    }
    return 0;
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Whether a line begins at {@code offset}. */
  boolean beginsLine(long offset) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(1);
    return offset == 0
        || (offset <= size && channel.read(before, offset - 1) == 1 && before.get(0) == '\n');
  }

  /** Appends and forces; on return the answers are on disk. */
  void append(ByteBuffer answers) throws IOException {
    int length = answers.remaining();
    while (answers.hasRemaining()) {
      channel.write(answers, size + length - answers.remaining());
    }
    channel.force(false);
    size += length;
  }

  /** Reads the lines that are there, from an offset at which one begins. */
  Answers answers(long from) {
    return new Answers(from);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Walks the answers; each has one line. */
  final class Answers {
    private final long limit = size;
    private byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private int lineEnd;
    private long offset;

    private Answers(long from) {
      this.offset = from;
    }

    /** Behind the line last read. */
    long offset() {
      return offset;
    }

    /** Goes to the next line; false after the last. */
    boolean next() throws IOException {
      int scanned = start;
      while (true) {
        for (int i = scanned; i < end; i++) {
          if (buffer[i] == '\n') {
            lineEnd = i;
            line = start;
            offset += i + 1 - start;
            start = i + 1;
            return true;
          }
        }
        scanned = end - start;
        if (!fill()) {
          return false;
        }
      }
    }

    private int line;

    private boolean fill() throws IOException {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      if (end == buffer.length) {
        buffer = java.util.Arrays.copyOf(buffer, buffer.length * 2);
      }
      long at = offset + end;
      int most = (int) Math.min(buffer.length - end, limit - at);
      int count = most <= 0 ? -1 : channel.read(ByteBuffer.wrap(buffer, end, most), at);
      end += Math.max(0, count);
      return count > 0;
    }

    byte[] bytes() {
      return buffer;
    }

    /** Where the line begins in {@link #bytes}. */
    int lineStart() {
      return line;
    }

    /** How long it is. */
    int length() {
      return lineEnd - line;
    }
  }
}
