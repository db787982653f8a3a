package ${package};

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Settings;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The endings of the names this node serves. */
record Suffixes(List<String> all) {
  static final String KEY = "suffixes";

  private static final String MESH = ".mcom";

  /** As configured; {@code .mcom} is always among them. */
  static Suffixes of(Settings settings) {
    TreeSet<String> suffixes = new TreeSet<>(List.of(MESH));
    for (String part : settings.text(KEY, MESH).split(",", -1)) {
      String suffix = part.trim().toLowerCase(Locale.ROOT);
      if (!suffix.isEmpty()) {
        suffixes.add(checked(settings, suffix.startsWith(".") ? suffix : "." + suffix));
      }
    }
    return new Suffixes(List.copyOf(suffixes));
  }

  private static String checked(Settings settings, String suffix) {
    for (String label : suffix.substring(1).split("\\.", -1)) {
      if (!label.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
        throw new MeshException(
            Status.BAD_REQUEST,
            "CMESH-CFG-001",
            settings.pid()
                + ": "
                + KEY
                + " = "
                + suffix
                + " (expected: labels of letters, digits and hyphens, as .mcom)",
            "Change it in etc/" + settings.pid() + ".cfg");
      }
    }
    return suffix;
  }

  /** Throws 404 unless {@code name} ends in one of them, with something before it. */
  void check(String name) {
    for (String suffix : all) {
      int before = name.length() - suffix.length();
      if (before > 0 && name.regionMatches(true, before, suffix, 0, suffix.length())) {
        return;
      }
    }
    String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
    throw new MeshException(
        Status.NOT_FOUND,
        "CMESH-REG-002",
        "name: " + shown + " (expected one that ends in " + String.join(" or ", all) + ")",
        "Names of other suffixes are not registered here.");
  }
}
