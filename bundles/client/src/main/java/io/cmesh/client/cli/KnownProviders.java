package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which providers a role may be said to want: those that have a configuration file in the
 * distribution or the home, {@code none}, and what the node has now, wherever that came from.
 */
final class KnownProviders {
  static final String ROLES = "io.cmesh.roles";

  private static final String NONE = "none";

  private final ConfigFiles files;
  private final Path home;

  /**
   * @param home the node's
   */
  KnownProviders(ConfigFiles files, Path home) {
    this.files = files;
    this.home = home;
  }

  /** What is expected in place of a role's value; empty where it is known. */
  Optional<String> expected(ConfigFiles.Value value) {
    String role = value.key().name();
    NavigableSet<String> names = new TreeSet<>();
    names.add(NONE);
    add(files.pids(), role, names);
    add(files.pidsOfHome(), role, names);
    return names.contains(value.value()) || isActive(role, value.value())
        ? Optional.empty()
        : Optional.of("a provider that is known here: " + String.join(", ", names));
  }

  private static void add(List<String> pids, String role, NavigableSet<String> names) {
    String prefix = "io.cmesh." + role + ".";
    pids.stream()
        .filter(pid -> pid.startsWith(prefix))
        .map(pid -> pid.substring(prefix.length()))
        .forEach(names::add);
  }

  private boolean isActive(String role, String provider) {
    try {
      Path assembly = home.resolve("assembly.json");
      return Files.isRegularFile(assembly)
          && Doc.parse(Files.readAllBytes(assembly))
              .object(role)
              .text("provider")
              .filter(provider::equals)
              .isPresent();
    } catch (IOException | RuntimeException e) {
      // Which doctor tells of by itself.
      return false;
    }
  }
}
