package io.cmesh.registrar.memorycached;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Settings;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the names that are served end in, each with its dot, in lower case. */
record Endings(Set<String> all) {
  static final String KEY = "suffixes";
  static final String MESH = ".mcom";

  private static final Pattern ENDING = Pattern.compile("(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

  /** As configured, and {@code .mcom}. */
  static Endings of(Settings settings) {
    Set<String> all = new TreeSet<>();
    all.add(MESH);
    for (String part : settings.text(KEY, "").toLowerCase(Locale.ROOT).split(",", -1)) {
      String ending = part.trim();
      if (!ending.isEmpty()) {
        all.add(wellFormed(settings.pid(), ending.startsWith(".") ? ending : '.' + ending));
      }
    }
    return new Endings(all);
  }

  private static String wellFormed(String pid, String ending) {
    if (ENDING.matcher(ending).matches()) {
      return ending;
    }
    throw new MeshException(
        Status.BAD_REQUEST,
        "CMESH-CFG-001",
        pid
            + ": "
            + KEY
            + " = "
            + ending
            + " (expected: labels of letters, digits and hyphens, as .mcom)",
        "Change it in etc/" + pid + ".cfg");
  }

  /** Throws 404 unless {@code name} is one that is served here. */
  void requireServed(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (all.stream().noneMatch(end -> lower.endsWith(end) && lower.length() > end.length())) {
      String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-REG-002",
          "name: " + shown + " (expected one that ends in " + String.join(" or ", all) + ")",
          "Names of other suffixes are not registered here.");
    }
  }
}
