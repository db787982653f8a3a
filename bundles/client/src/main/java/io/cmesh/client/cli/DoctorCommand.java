package io.cmesh.client.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cmesh doctor}: what is wrong, and how to mend it. */
@Command(name = "doctor", description = "Finds what is wrong here and says how to mend it.")
final class DoctorCommand implements Callable<Integer> {
  private final Context context;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Checkup.Finding> findings = new Checkup(context).findings();
    List<Object> rows = new ArrayList<>();
    findings.forEach(finding -> rows.add(row(finding)));
    boolean healthy = findings.stream().noneMatch(finding -> finding.grade() == Checkup.Grade.FAIL);
    context
        .printer()
        .print(Map.of("healthy", healthy, "checks", rows), () -> findings.forEach(this::tell));
    return healthy ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private void tell(Checkup.Finding finding) {
    String mark =
        switch (finding.grade()) {
          case OK -> colour("32", "ok  ");
          case WARN -> colour("33", "warn");
          case FAIL -> colour("31", "FAIL");
        };
    String line = mark + "  " + finding.what() + ": " + finding.text();
    context
        .world()
        .out()
        .println(finding.mend().isEmpty() ? line : line + "\n      -> " + finding.mend());
  }

  private String colour(String code, String text) {
    return context.colours(context.world().outTerminal())
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }

  private static Map<String, Object> row(Checkup.Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("check", finding.what());
    row.put("grade", finding.grade().name().toLowerCase(java.util.Locale.ROOT));
    row.put("text", finding.text());
    row.put("mend", finding.mend());
    return row;
  }
}
