package io.cmesh.doors.miner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A log and what it was rotated to: {@code requests.log}, {@code requests.log.1}, {@code
 * requests.log-20261120}. Only siblings whose names go on with digits count; compressed ones are
 * not read.
 */
final class Rotation {
  private static final Pattern SUFFIX = Pattern.compile("[.-][0-9][0-9T:_.-]{0,40}");

  /** While files are renamed, a listing may miss one. */
  private static final int LOOKS = 3;

  private final Path log;

  Rotation(Path log) {
    this.log = log;
  }

  /**
   * The file of a position, whatever it is called now; or a copy of it, made before it was
   * truncated.
   */
  Optional<Path> find(Position position) throws IOException {
    List<Path> files = oldestFirst();
    for (Path file : files) {
      if (position.file().marks(file) && Files.size(file) >= position.logOffset()) {
        return Optional.of(file);
      }
    }
    for (Path file : files) {
      if (position.file().marksCopy(file, position.logOffset())) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * What comes after the file with this key: the next younger one, at last the log itself; empty
   * where that is the file, or there is no log now.
   */
  Optional<Path> after(String key) throws IOException {
    for (int look = 0; look < LOOKS; look++) {
      List<Path> files = oldestFirst();
      int at = indexOf(key, files);
      if (at >= 0) {
        return at + 1 < files.size() ? Optional.of(files.get(at + 1)) : Optional.empty();
      }
    }
    // Deleted after it was rotated: the log itself is all that can come.
    return Files.exists(log) ? Optional.of(log) : Optional.empty();
  }

  private static int indexOf(String key, List<Path> files) throws IOException {
    for (int i = files.size() - 1; i >= 0; i--) {
      if (keyOrNone(files.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Opens what comes after the file with this key; empty where nothing does. */
  Optional<LogSource> openAfter(String key) throws IOException {
    while (true) {
      Optional<Path> next = after(key);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Optional<LogSource> opened = LogSource.open(next.get());
      // Had it been rotated on before it was opened, the name would stand for another file now.
      Optional<Path> again = after(key);
      if (opened.isPresent()) {
        if (again.isPresent() && keyOrNone(again.get()).equals(opened.get().key())) {
          return opened;
        }
        opened.get().close();
      }
    }
  }

  private List<Path> oldestFirst() throws IOException {
    String name = String.valueOf(log.getFileName());
    List<Dated> rotated = new ArrayList<>();
    try (Stream<Path> siblings = Files.list(log.resolveSibling("."))) {
      for (Path sibling : (Iterable<Path>) siblings::iterator) {
        String other = String.valueOf(sibling.getFileName());
        if (other.startsWith(name) && SUFFIX.matcher(other.substring(name.length())).matches()) {
          dated(sibling).ifPresent(rotated::add);
        }
      }
    }
    rotated.sort(
        Comparator.comparing(Dated::modified)
            .thenComparing(Dated::path, Comparator.comparing(Path::toString).reversed()));
    List<Path> all = new ArrayList<>(rotated.stream().map(Dated::path).toList());
    if (Files.exists(log)) {
      all.add(log);
    }
    return all;
  }

  private record Dated(Path path, FileTime modified) {}

  private static Optional<Dated> dated(Path path) throws IOException {
    try {
      return Optional.of(new Dated(path, Files.getLastModifiedTime(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // rotated on while we looked
    }
  }

  private static String keyOrNone(Path path) throws IOException {
    try {
      return FileMark.keyOf(path);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
