package io.cmesh.itests.soak;

import java.util.List;
import java.util.Map;

/** What a soak came to. */
final class SoakReport {
  private final SoakPlan plan;
  private final Findings findings;
  private final double seconds;
  private final Map<String, Holds> holds;

  SoakReport(SoakPlan plan, Findings findings, double seconds, Map<String, Holds> holds) {
    this.plan = plan;
    this.findings = findings;
    this.seconds = seconds;
    this.holds = holds;
  }

  /** What must not have happened; empty where all is well. */
  List<String> faults() {
    return List.copyOf(findings.faults());
  }

  long calls() {
    return findings.calls();
  }

  long swaps() {
    return findings.swaps();
  }

  /** For people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%d calls, %d swaps, %d events in %.1f s: %.0f calls/s; seed %d%n",
            calls(), swaps(), findings.events(), seconds, calls() / seconds, plan.seed()));
    findings
        .latencies()
        .forEach(
            (role, l) ->
                text.append(
                    String.format(
                        "  swap of %-10s %8d calls  p50 %7.2f  p99 %7.2f  p99.9 %7.2f  max %7.2f ms%n",
                        role,
                        l.count(),
                        l.millis(.5),
                        l.millis(.99),
                        l.millis(.999),
                        l.millis(1))));
    holds.forEach((what, of) -> text.append(String.format("  %-24s %s%n", what, of)));
    faults().forEach(fault -> text.append("  FAULT ").append(fault).append('\n'));
    return text.append(faults().isEmpty() ? "nothing lost" : "FAILED").toString();
  }
}
