package io.cmesh.log;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** What the log's tests share. */
final class LogFixture {
  static final LogOptions OPTIONS = LogOptions.of("test").withSegmentBytes(1 << 20);
  static final LogOptions SMALL = LogOptions.of("test").withSegmentBytes(256);

  private LogFixture() {}

  static Bytes record(long number) {
    return Bytes.utf8("record " + number);
  }

  static void append(SegmentedLog log, long from, long to) {
    LongStream.rangeClosed(from, to).forEach(number -> log.append(record(number)));
  }

  static List<Bytes> contents(SegmentedLog log) {
    List<Bytes> records = new ArrayList<>();
    LogCursor cursor = log.cursor(log.firstSequence());
    for (Bytes next = cursor.next(); next != null; next = cursor.next()) {
      records.add(next);
    }
    return records;
  }

  static List<Bytes> records(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(LogFixture::record).toList();
  }

  /** A log of {@code count} records, each forced on its own, closed cleanly. */
  static void write(Disk disk, Path dir, LogOptions options, int count) {
    try (SegmentedLog log = SegmentedLog.open(disk, dir, options)) {
      for (int i = 1; i <= count; i++) {
        log.append(record(i));
        log.force();
      }
    }
  }
}
