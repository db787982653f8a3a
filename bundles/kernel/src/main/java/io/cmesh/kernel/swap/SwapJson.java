package io.cmesh.kernel.swap;

import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapStep;
import io.cmesh.kernel.bytes.Json;
import java.util.Locale;

/** Reports as JSON: in the history, in events. */
public final class SwapJson {
  private SwapJson() {}

  /** A report as JSON. */
  public static String of(SwapReport r) {
    Json steps = Json.array();
    for (SwapStep s : r.steps()) {
      steps.rawItem(
          Json.object()
              .text("step", text(s.step()))
              .number("started", s.startedMillis())
              .number("millis", s.millis())
              .number("done", s.done())
              .number("total", s.total())
              .toString());
    }
    Json json =
        Json.object()
            .number("id", r.id())
            .text("role", r.role().text())
            .text("from", r.from())
            .text("to", r.to())
            .text("by", r.by())
            .number("asked", r.askedMillis())
            .text("outcome", text(r.outcome()))
            .number("holdMillis", r.holdMillis())
            .raw("steps", steps.toString());
    String error = r.error();
    return (error == null ? json : json.text("error", error)).toString();
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
