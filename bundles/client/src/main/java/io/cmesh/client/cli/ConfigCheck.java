package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what in a home's configuration cannot be meant so. */
final class ConfigCheck {
  // Variables of the command line and of the launcher.
  private static final Set<String> OURS =
      Set.of(
          "CMESH_HOME",
          "CMESH_CONFIG",
          "CMESH_NODE",
          "CMESH_PASSPHRASE",
          "CMESH_NO_BUILD",
          "CMESH_JAVA_OPTS",
          "CMESH_OFFSET");

  private static final String BYTES = "\\d{1,18}|\\d{1,7} *(KiB|MiB|GiB|TiB)";
  private static final String DURATION = "\\d{1,9}(ms|s|m|h|d)";
  private static final String NUMBER = "-?[\\d_]{1,18}";
  private static final String FLAG = "true|false";

  private final ConfigFiles files;
  private final KnownProviders providers;
  private final Map<String, String> environment;

  /**
   * @param home the node's
   */
  ConfigCheck(ConfigFiles files, Path home, Map<String, String> environment) {
    this.files = files;
    this.providers = new KnownProviders(files, home);
    this.environment = environment;
  }

  /** One sentence each; none where all is well. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    List<String> known = files.pids();
    for (String pid : files.pidsOfHome()) {
      if (!known.contains(pid)) {
        problems.add(pid + ": no such PID (expected: one of " + known + ")");
      }
    }
    for (String pid : known) {
      check(pid, problems);
    }
    unknownVariables(known, problems);
    return problems;
  }

  // A file that cannot be read is one problem of several, so that the others show as well.
  private void check(String pid, List<String> problems) {
    try {
      Map<String, String> declared = files.declared(pid);
      for (ConfigFiles.Value value : files.values(pid)) {
        check(value, declared, problems);
      }
    } catch (MeshException e) {
      problems.add(e.text());
    }
  }

  private void check(ConfigFiles.Value value, Map<String, String> declared, List<String> problems) {
    String byDefault = declared.get(value.key().name());
    if (byDefault == null) {
      problems.add(
          value.key()
              + " ("
              + value.source()
              + "): unknown (expected: one of "
              + declared.keySet()
              + ")");
    } else {
      expected(files, value.key(), byDefault, value.value())
          .or(() -> isRole(value) ? providers.expected(value) : Optional.empty())
          .ifPresent(expected -> problems.add(wrong(value, expected)));
    }
  }

  private static boolean isRole(ConfigFiles.Value value) {
    return value.key().pid().equals(KnownProviders.ROLES);
  }

  /**
   * What a key's value has to be where {@code value} is not it; told from the default's form and
   * from the range that its comment names.
   */
  static Optional<String> expected(
      ConfigFiles files, ConfigFiles.Key key, String byDefault, String value) {
    return form(key, byDefault, value)
        .or(() -> files.range(key).filter(range -> !range.holds(value)).map(ConfigRange::toString))
        .or(
            () ->
                files
                    .choice(key, byDefault)
                    .filter(choice -> !choice.holds(value))
                    .map(ConfigChoice::toString));
  }

  private static Optional<String> form(ConfigFiles.Key key, String byDefault, String value) {
    if (byDefault.matches(BYTES) && key.name().matches(".*(Bytes|Memory)")) {
      return unless(value.matches(BYTES), "bytes, as 512, 64KiB, 16MiB or 1GiB");
    }
    if (byDefault.matches(DURATION)) {
      return unless(value.matches(DURATION), "a time, as 250ms, 5s, 2m, 1h or 7d");
    }
    if (byDefault.matches(NUMBER)) {
      return unless(value.matches(NUMBER), "a number as " + byDefault);
    }
    return byDefault.matches(FLAG)
        ? unless(value.matches(FLAG), "true or false")
        : Optional.empty();
  }

  private static Optional<String> unless(boolean fits, String expected) {
    return fits ? Optional.empty() : Optional.of(expected);
  }

  private static String wrong(ConfigFiles.Value value, String expected) {
    return value.key()
        + " ("
        + value.source()
        + "): "
        + value.value()
        + " (expected: "
        + expected
        + ")";
  }

  private void unknownVariables(List<String> pids, List<String> problems) {
    Set<String> variables = new HashSet<>(OURS);
    for (String pid : pids) {
      files
          .declared(pid)
          .keySet()
          .forEach(key -> variables.add(ConfigFiles.variable(new ConfigFiles.Key(pid, key))));
    }
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith("CMESH_") && !variables.contains(name)) {
        problems.add(
            "environment variable "
                + name
                + ": stands for no setting (expected: CMESH_<PID>_<KEY> in upper case, dots and hyphens as"
                + " underscores, or one of "
                + new TreeSet<>(OURS)
                + ")");
      }
    }
  }
}
