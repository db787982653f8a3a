package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.Answer;
import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import io.cmesh.client.UnreachableException;
import java.util.List;
import java.util.Locale;

/** Asks the node for a swap and follows its steps to the flip. Not thread-safe. */
final class SwapWatch {
  private static final long POLL_MILLIS = 50;
  private static final int ACCEPTED = 202;
  private static final int LOOKED_AT = 20;

  private final Context context;
  private final MeshClient operator;
  private final Progress progress;
  private int told;

  SwapWatch(Context context, MeshClient operator) {
    this.context = context;
    this.operator = operator;
    this.progress = new Progress(context, "moved");
  }

  /**
   * Posts a request to swap or to go back, and comes back with the report once the newcomer serves,
   * or the old one serves again because that was asked for.
   *
   * @return the report; {@link Doc#EMPTY} where the node made none, having swapped already
   * @throws MeshException CMESH-CLI-014 where it ended otherwise
   */
  Doc run(String path, Doc body) {
    long before = newest();
    Answer answer = operator.send("POST", path, body.with("wait", false)).orThrow();
    if (answer.status() != ACCEPTED) {
      return Doc.EMPTY;
    }
    // Going back from a swap that is watched ends that one; everything else is a swap of its own.
    boolean goesBack = answer.message().number("id", 0) <= before;
    Doc report = answer.message();
    told = goesBack ? Integer.MAX_VALUE : 0; // its steps were shown when it was asked for
    try {
      while (isUnderWay(report, goesBack)) {
        show(report);
        pause();
        report = find(report);
      }
      show(report);
    } finally {
      progress.end();
    }
    requireAsAsked(report, goesBack);
    return report;
  }

  private long newest() {
    List<Doc> swaps = operator.get("/admin/swaps?limit=1").objects("swaps");
    return swaps.isEmpty() ? 0 : swaps.get(0).number("id", 0);
  }

  private Doc find(Doc report) {
    long id = report.number("id", 0);
    return operator.get("/admin/swaps?limit=" + LOOKED_AT).objects("swaps").stream()
        .filter(each -> each.number("id", 0) == id)
        .findFirst()
        .orElse(report);
  }

  private static boolean isUnderWay(Doc report, boolean goesBack) {
    String outcome = report.require("outcome");
    return outcome.equals("running") || (goesBack && outcome.equals("watched"));
  }

  // A step is told once it is over; the one that runs is shown as a bar.
  private void show(Doc report) {
    List<Doc> steps = report.objects("steps");
    boolean running = report.require("outcome").equals("running");
    int over = running ? steps.size() - 1 : steps.size();
    for (; told < over; told++) {
      Doc step = steps.get(told);
      if (!step.require("step").equals("watch")) {
        progress.end();
        context.say("  " + line(step));
      }
    }
    if (running && !steps.isEmpty()) {
      Doc step = steps.get(steps.size() - 1);
      long done = step.number("done", 0);
      double seconds = Math.max(1, step.number("millis", 0)) / 1000.0;
      progress.show(step.require("step"), done, step.number("total", 0), done / seconds);
    }
  }

  /** A step on a line of its own. */
  static String line(Doc step) {
    long total = step.number("total", 0);
    String moved =
        total > 0 ? String.format(Locale.ROOT, "  %,d of %,d", step.number("done", 0), total) : "";
    return String.format(
        Locale.ROOT, "%-8s %,6d ms%s", step.require("step"), step.number("millis", 0), moved);
  }

  private static void requireAsAsked(Doc report, boolean goesBack) {
    String outcome = report.require("outcome");
    boolean asked =
        goesBack
            ? outcome.equals("rolled-back")
            : outcome.equals("watched") || outcome.equals("done");
    if (!asked) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-CLI-014",
          report.require("to")
              + " is "
              + outcome.replace('-', ' ')
              + ", "
              + report.require("from")
              + " serves "
              + report.require("role")
              + ": "
              + report.text("error").orElse("the node does not say why"),
          "Mend that and swap again; each step is in: cmesh role history -o json");
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(context.node(), e);
    }
  }
}
