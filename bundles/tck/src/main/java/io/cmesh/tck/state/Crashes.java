package io.cmesh.tck.state;

import io.cmesh.api.state.StateEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Entries, between which the store's files are copied as they are: what a crash just then would
 * have left. Not thread-safe.
 */
final class Crashes implements Iterator<StateEntry> {
  private final Path dir;
  private final Iterator<StateEntry> entries;
  private final Map<Integer, Path> copies = new HashMap<>();
  private int given;

  Crashes(Path dir, List<StateEntry> entries) {
    this.dir = dir;
    this.entries = entries.iterator();
  }

  /** Copies to {@code target} once so many were given. */
  Crashes after(int count, Path target) {
    copies.put(count, target);
    return this;
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  @Override
  public StateEntry next() {
    Path target = copies.get(given++);
    if (target != null) {
      copy(dir, target);
    }
    return entries.next();
  }

  /** What a crash leaves of a quiet store: its files as they are, without closing it. */
  static void copy(Path from, Path to) {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.toList();
      for (Path file : files) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
