package io.cmesh.client.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what in a home's configuration cannot be meant so. */
final class ConfigCheck {
  // Variables that are the command line's own.
  private static final Set<String> OURS =
      Set.of("CMESH_HOME", "CMESH_CONFIG", "CMESH_NODE", "CMESH_PASSPHRASE", "CMESH_NO_BUILD");

  private final ConfigFiles files;
  private final Map<String, String> environment;

  ConfigCheck(ConfigFiles files, Map<String, String> environment) {
    this.files = files;
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
      Map<String, String> declared = files.declared(pid);
      for (ConfigFiles.Value value : files.values(pid)) {
        check(value, declared, problems);
      }
    }
    unknownVariables(known, problems);
    return problems;
  }

  private static void check(
      ConfigFiles.Value value, Map<String, String> declared, List<String> problems) {
    String byDefault = declared.get(value.key().name());
    if (byDefault == null) {
      problems.add(
          value.key()
              + " ("
              + value.source()
              + "): unknown (expected: one of "
              + declared.keySet()
              + ")");
    } else if (isNumber(byDefault) && !isNumber(value.value())) {
      problems.add(wrong(value, "a number as " + byDefault));
    } else if (isBoolean(byDefault) && !isBoolean(value.value())) {
      problems.add(wrong(value, "true or false"));
    }
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
      if (name.startsWith("CMESH_IO_CMESH_") && !variables.contains(name)) {
        problems.add("environment variable " + name + ": stands for no setting");
      }
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d+");
  }

  private static boolean isBoolean(String text) {
    return text.equals("true") || text.equals("false");
  }
}
