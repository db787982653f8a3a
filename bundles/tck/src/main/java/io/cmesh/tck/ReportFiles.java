package io.cmesh.tck;

import io.cmesh.tck.Outcome.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/** A report as files: JSON for programs, Markdown for people. */
final class ReportFiles {
  private ReportFiles() {}

  /** Into the module's {@code target/tck}, wherever Maven was started. */
  static void write(Report report) {
    String base = System.getProperty("basedir", "");
    String target = Path.of(base, "target", "tck").toString();
    write(report, Path.of(System.getProperty("cmesh.tck.reports", target)));
  }

  static void write(Report report, Path directory) {
    String name = report.provider().role().text() + "-" + report.provider().name();
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(name + ".json"), json(report));
      Files.writeString(directory.resolve(name + ".md"), markdown(report));
    } catch (IOException e) {
      throw new UncheckedIOException("the kit's report cannot be written to " + directory, e);
    }
  }

  static String json(Report report) {
    String levels =
        report.reached().stream().map(each -> quoted(each.tag())).collect(Collectors.joining(", "));
    String sentences =
        report.sentences().entrySet().stream()
            .map(ReportFiles::json)
            .collect(Collectors.joining(",\n    "));
    return """
        {
          "format": 1,
          "role": %s,
          "provider": %s,
          "version": %s,
          "claims": {"durable": %s, "shared": %s, "handOver": %s},
          "reached": [%s],
          "sentences": [
            %s
          ]
        }
        """
        .formatted(
            quoted(report.provider().role().text()),
            quoted(report.provider().name()),
            quoted(report.provider().version()),
            report.provider().durable(),
            report.provider().shared(),
            quoted(report.provider().handOver().name()),
            levels,
            sentences);
  }

  private static String json(Entry<Sentence, Outcome> each) {
    String levels =
        each.getKey().levels().stream()
            .map(level -> quoted(level.tag()))
            .collect(Collectors.joining(", "));
    return "{\"sentence\": %s, \"levels\": [%s], \"outcome\": %s, \"reason\": %s}"
        .formatted(
            quoted(each.getKey().text()),
            levels,
            quoted(each.getValue().verdict().text()),
            quoted(each.getValue().reason()));
  }

  static String markdown(Report report) {
    StringBuilder out = new StringBuilder();
    out.append(
        "# %s/%s %s%n%n"
            .formatted(
                report.provider().role().text(),
                report.provider().name(),
                report.provider().version()));
    out.append(counts(report)).append("\n\n| level | |\n|---|---|\n");
    for (Level level : Level.values()) {
      out.append(
          "| %s: %s | %s |%n".formatted(level.tag(), level.meaning(), report.standing(level)));
    }
    out.append("\n| the provider | | level |\n|---|---|---|\n");
    report.sentences().forEach((sentence, outcome) -> out.append(row(sentence, outcome)));
    return out.toString();
  }

  private static String counts(Report report) {
    return Arrays.stream(Verdict.values())
        .filter(verdict -> report.count(verdict) > 0)
        .map(verdict -> report.count(verdict) + " " + verdict.text())
        .collect(Collectors.joining(", "));
  }

  private static String row(Sentence sentence, Outcome outcome) {
    String verdict = outcome.verdict().text();
    String shown = outcome.reason().isEmpty() ? verdict : verdict + ": " + outcome.reason();
    String levels = sentence.levels().stream().map(Level::tag).collect(Collectors.joining(", "));
    return "| %s | %s | %s |%n".formatted(cell(sentence.text()), cell(shown), levels);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
