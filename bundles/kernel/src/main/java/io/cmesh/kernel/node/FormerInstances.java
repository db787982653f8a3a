package io.cmesh.kernel.node;

import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories below {@code home/data/} of instances that were replaced: of each role the one
 * before is kept, the younger first, as long as all of them stay within a byte budget; the others
 * are deleted. Thread-safe.
 */
final class FormerInstances {
  private static final Logger LOG = LoggerFactory.getLogger(FormerInstances.class);
  private static final Pattern NAME = Pattern.compile("([a-z]+)-[A-Za-z0-9.@-]+-(\\d{1,18})");

  private final Disk disk;
  private final Path data;
  private final long maxBytes;

  private record Former(String directory, String role, long generation) {}

  FormerInstances(Disk disk, Path data, long maxBytes) {
    this.disk = disk;
    this.data = data;
    this.maxBytes = maxBytes;
  }

  /** Deletes the directory of an instance that never was in use. */
  void delete(String directory) {
    try {
      deleteAll(data.resolve(directory));
    } catch (IOException e) {
      LOG.warn("{} could not be deleted", data.resolve(directory), e);
    }
  }

  /**
   * Deletes what need not be kept.
   *
   * @param current the directory of each role's instance
   * @param busy directories of replaced instances that are still open
   * @param strays whether younger ones than the current go, too: candidates that were never in use.
   *     Only while no swap is under way, whose candidate would be taken for one
   */
  synchronized void sweep(Map<Role, String> current, Set<String> busy, boolean strays) {
    try {
      List<Former> kept = new ArrayList<>();
      for (Role role : Role.values()) {
        String present = current.get(role);
        long generation = present == null ? Long.MAX_VALUE : generation(present);
        keepOne(role, generation, busy, strays, kept);
      }
      keepWithinBudget(kept);
    } catch (IOException e) {
      LOG.warn("directories of former instances could not be deleted; tried at the next swap", e);
    }
  }

  private void keepOne(Role role, long present, Set<String> busy, boolean strays, List<Former> kept)
      throws IOException {
    List<Former> formers = new ArrayList<>();
    for (Former f : all()) {
      if (!f.role.equals(role.text()) || f.generation == present || busy.contains(f.directory)) {
        continue;
      }
      if (f.generation < present) {
        formers.add(f);
      } else if (strays) {
        drop(f, "it never was in use");
      }
    }
    formers.sort(Comparator.comparingLong(Former::generation).reversed());
    for (int i = 1; i < formers.size(); i++) {
      drop(formers.get(i), "a younger one is kept");
    }
    formers.stream().limit(1).forEach(kept::add);
  }

  private void keepWithinBudget(List<Former> kept) throws IOException {
    kept.sort(Comparator.comparingLong(Former::generation).reversed());
    long total = 0;
    for (Former f : kept) {
      total += size(data.resolve(f.directory));
      if (total > maxBytes) {
        drop(f, "former.maxBytes is " + maxBytes);
      }
    }
  }

  private List<Former> all() throws IOException {
    List<Former> all = new ArrayList<>();
    for (String name : disk.list(data)) {
      Matcher m = NAME.matcher(name);
      if (m.matches()) {
        all.add(new Former(name, m.group(1), Long.parseLong(m.group(2))));
      }
    }
    return all;
  }

  private static long generation(String directory) {
    Matcher m = NAME.matcher(directory);
    // A name that no instance is given: nothing is known to be older.
    return m.matches() ? Long.parseLong(m.group(2)) : 0;
  }

  private void drop(Former former, String why) throws IOException {
    deleteAll(data.resolve(former.directory));
    LOG.info("data/{} of a former instance is deleted: {}", former.directory, why);
  }

  private void deleteAll(Path path) throws IOException {
    for (String name : disk.list(path)) {
      deleteAll(path.resolve(name));
    }
    disk.delete(path);
  }

  private long size(Path path) throws IOException {
    List<String> names = disk.list(path);
    if (names.isEmpty()) {
      return fileSize(path);
    }
    long bytes = 0;
    for (String name : names) {
      bytes += size(path.resolve(name));
    }
    return bytes;
  }

  private long fileSize(Path path) {
    try (Disk.DiskFile file = disk.open(path)) {
      return file.size();
    } catch (IOException e) {
      LOG.debug("{} is a directory, or cannot be read", path, e);
      return 0;
    }
  }
}
