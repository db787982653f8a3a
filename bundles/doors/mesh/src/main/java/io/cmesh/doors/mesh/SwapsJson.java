package io.cmesh.doors.mesh;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cmesh.api.Bytes;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapStep;
import java.io.IOException;
import java.util.Locale;

/** Plans and reports of swaps as JSON. */
final class SwapsJson {
  private SwapsJson() {}

  static Bytes plan(SwapPlan plan) {
    return Json.object(
        json -> {
          json.writeStringField("role", plan.role().text());
          json.writeStringField("from", plan.from());
          json.writeStringField("to", plan.to());
          json.writeBooleanField("install", plan.install());
          json.writeNumberField("entries", plan.entries());
          json.writeNumberField("bytes", plan.bytes());
          json.writeStringField("hold", plan.hold());
          Json.texts(json, "warnings", plan.warnings());
        });
  }

  static Bytes report(SwapReport report) {
    return Json.object(json -> report(json, report));
  }

  static void report(JsonGenerator json, SwapReport report) throws IOException {
    json.writeNumberField("id", report.id());
    json.writeStringField("role", report.role().text());
    json.writeStringField("from", report.from());
    json.writeStringField("to", report.to());
    json.writeStringField("by", report.by());
    json.writeStringField("asked", Json.time(report.askedMillis()));
    json.writeStringField("outcome", text(report.outcome()));
    json.writeNumberField("holdMillis", report.holdMillis());
    Json.array(json, "steps", report.steps(), SwapsJson::step);
    String error = report.error();
    if (error != null) {
      json.writeStringField("error", error);
    }
  }

  private static void step(JsonGenerator json, SwapStep step) throws IOException {
    json.writeStringField("step", text(step.step()));
    json.writeStringField("started", Json.time(step.startedMillis()));
    json.writeNumberField("millis", step.millis());
    json.writeNumberField("done", step.done());
    json.writeNumberField("total", step.total());
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
