package io.cmesh.client.cli;

import java.io.PrintStream;
import java.util.Locale;

/** One line on a terminal that is written again and again; nothing elsewhere. Not thread-safe. */
final class Progress {
  private static final int WIDTH = 30;

  private final PrintStream err;
  private final boolean shown;
  private final String unit;

  /**
   * Shows nothing yet.
   *
   * @param unit what is counted, as {@code lines}
   */
  Progress(Context context, String unit) {
    this.unit = unit;
    this.err = context.world().err();
    this.shown =
        context.world().errTerminal()
            && !context.globals().quiet
            && context.globals().output == Format.TABLE;
  }

  /** Shows {@code done} of {@code total}; a total of 0 is unknown. */
  void show(long done, long total, double ratePerSecond) {
    write((total > 0 ? bar(done, total) + "  " : "") + counts(done, ratePerSecond));
  }

  /** As {@link #show(long, long, double)}, of a step that may have nothing to count. */
  void show(String step, long done, long total, double ratePerSecond) {
    String head = String.format(Locale.ROOT, "  %-8s ", step);
    write(total > 0 ? head + bar(done, total) + "  " + counts(done, ratePerSecond) : head + "...");
  }

  private String counts(long done, double ratePerSecond) {
    return String.format(Locale.ROOT, "%,d %s  %,.0f/s", done, unit, ratePerSecond);
  }

  private void write(String line) {
    if (shown) {
      err.print("\r\u001b[K" + line);
      err.flush();
    }
  }

  private static String bar(long done, long total) {
    double part = Math.min(1, (double) done / total);
    int full = (int) (part * WIDTH);
    return String.format(
        Locale.ROOT, "[%s%s] %3.0f %%", "#".repeat(full), ".".repeat(WIDTH - full), part * 100);
  }

  /** Takes the line away. */
  void end() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
