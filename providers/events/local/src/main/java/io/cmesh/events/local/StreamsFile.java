package io.cmesh.events.local;

import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Which streams there are, in the order they were ensured in: the file {@code streams}.
 *
 * <p>Text, so that people can look: {@code cmesh-events 1}, then a line for each stream (name,
 * largest size, hash key in hex, subjects), then {@code end} and the CRC-32C of all lines before.
 * Written beside, fsynced and renamed, so it is always whole. Not thread-safe.
 */
final class StreamsFile {
  private static final String HEAD = "cmesh-events 1";
  private static final int MAX_BYTES = 16 << 20;

  private final Disk disk;
  private final Path dir;
  private final Path file;

  StreamsFile(Disk disk, Path dir) {
    this.disk = disk;
    this.dir = dir;
    this.file = dir.resolve("streams");
  }

  /**
   * A stream as noted.
   *
   * @param key of its subjects' hash
   */
  record Entry(StreamSpec spec, long key) {}

  /** All entries; none where there is no file. Throws CMESH-EVL-008 where it is corrupt. */
  List<Entry> read() throws IOException {
    if (!disk.exists(file)) {
      return List.of();
    }
    String text = text();
    int end = text.lastIndexOf("end ");
    if (!text.startsWith(HEAD + "\n") || end < 0) {
      throw EventErrors.corrupt(file, "expected '" + HEAD + "' first and 'end' last");
    }
    String body = text.substring(0, end);
    if (!text.substring(end).equals(endOf(body))) {
      throw EventErrors.corrupt(file, "its checksum does not match");
    }
    List<Entry> entries = new ArrayList<>();
    body.lines().skip(1).forEach(line -> entries.add(parse(line)));
    return entries;
  }

  private String text() throws IOException {
    try (DiskFile open = disk.open(file)) {
      if (open.size() > MAX_BYTES) {
        throw EventErrors.corrupt(file, open.size() + " bytes (at most " + MAX_BYTES + ")");
      }
      ByteBuffer content = ByteBuffer.allocate((int) open.size());
      int length = open.read(content, 0);
      return new String(content.array(), 0, length, StandardCharsets.UTF_8);
    }
  }

  private Entry parse(String line) {
    String[] parts = line.split(" ", -1);
    try {
      List<String> subjects = List.of(parts).subList(3, parts.length);
      StreamSpec spec = new StreamSpec(parts[0], subjects, Long.parseLong(parts[1]));
      return new Entry(spec, Long.parseUnsignedLong(parts[2], 16));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw EventErrors.corrupt(file, "line '" + line + "'");
    }
  }

  /** Replaces the file, durably. */
  void write(List<Entry> entries) throws IOException {
    StringBuilder body = new StringBuilder(HEAD).append('\n');
    for (Entry entry : entries) {
      StreamSpec spec = entry.spec();
      body.append(spec.name()).append(' ').append(spec.maxBytes()).append(' ');
      body.append(Long.toHexString(entry.key())).append(' ');
      body.append(String.join(" ", spec.subjects())).append('\n');
    }
    String text = body + endOf(body.toString());
    Path beside = dir.resolve("streams.new");
    disk.delete(beside);
    try (DiskFile open = disk.open(beside)) {
      open.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      open.force();
    }
    disk.move(beside, file);
    disk.forceDirectory(dir);
  }

  private static String endOf(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return String.format("end %08x%n", crc.getValue()).replace("\r", "");
  }
}
