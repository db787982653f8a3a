package io.cmesh.itests.review;

import io.cmesh.itests.node.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the reference of the configuration from the commented files of {@code etc/}. */
final class ConfigurationReference {
  private static final String HEAD =
      """
      # Configuration

      One file per PID in the distribution's `etc/`, overlaid key by key by the file of the same name in `HOME/etc/`, overlaid by the
      environment: `CMESH_<PID>_<KEY>` in upper case, dots and hyphens as underscores (`CMESH_IO_CMESH_HTTP_PORT`). `cmesh config set PID.KEY=VALUE`
      and `cmesh up --set PID.KEY=VALUE` write `HOME/etc/`; `cmesh config validate` checks all of it. Sizes are written `512`, `64KiB`,
      `16MiB`, `1GiB`; times `250ms`, `5s`, `2m`, `1h`, `7d`.

      This page is made from the files of `etc/`: `./mvnw -B verify -Ddocs.record` makes it anew.
      """;

  private ConfigurationReference() {}

  /** The page. */
  static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    Checkout.find(".cfg")
        .filter(file -> file.getFileName().toString().startsWith("io.cmesh."))
        .filter(file -> !file.toString().contains("/src/test/"))
        .forEach(file -> section(file, page));
    return page.toString();
  }

  private static void section(Path file, StringBuilder page) {
    String name = file.getFileName().toString();
    page.append("\n## `").append(name, 0, name.length() - ".cfg".length()).append("`\n\n");
    List<String> comment = new ArrayList<>();
    boolean table = false;
    for (String line : Checkout.read(file).lines().map(String::strip).toList()) {
      if (line.startsWith("#")) {
        comment.add(line.replaceFirst("^#+ ?", "").strip());
      } else if (line.isEmpty()) {
        table = paragraph(comment, table, page);
      } else {
        table = row(line, comment, table, page);
      }
    }
  }

  // A comment that belongs to no key is about the file.
  private static boolean paragraph(List<String> comment, boolean table, StringBuilder page) {
    if (!comment.isEmpty()) {
      page.append(table ? "\n" : "").append(String.join(" ", comment)).append("\n\n");
      comment.clear();
      return false;
    }
    return table;
  }

  private static boolean row(String line, List<String> comment, boolean table, StringBuilder page) {
    if (!table) {
      page.append("| key | default | |\n|---|---|---|\n");
    }
    String[] pair = line.split("\\s*=\\s*", 2);
    String value = pair.length < 2 || pair[1].isEmpty() ? "" : "`" + pair[1] + "`";
    page.append("| `").append(pair[0]).append("` | ").append(value).append(" | ");
    page.append(String.join(" ", comment).replace("|", "\\|")).append(" |\n");
    comment.clear();
    return true;
  }
}
