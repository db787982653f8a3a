package io.cmesh.doors.mesh;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cmesh.api.Bytes;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.node.ProviderStatus;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The node's status as JSON. */
final class StatusJson {
  private StatusJson() {}

  static Bytes node(NodeStatus status) {
    return Json.object(
        json -> {
          json.writeStringField("node", status.node());
          json.writeStringField("did", status.did());
          json.writeStringField("version", status.version());
          json.writeStringField("java", status.java());
          health(json, status.health());
          json.writeStringField("started", Json.time(status.startedMillis()));
          json.writeNumberField("bootMillis", status.bootMillis());
          json.writeNumberField("index", status.index());
          json.writeNumberField("block", status.block());
          json.writeStringField("digest", status.digest());
          json.writeNumberField("generation", status.generation());
          Json.array(json, "roles", status.roles(), StatusJson::role);
        });
  }

  static void role(JsonGenerator json, RoleStatus role) throws IOException {
    json.writeStringField("role", role.role().text());
    optional(json, "provider", role.provider());
    optional(json, "version", role.version());
    json.writeStringField("wanted", role.wanted());
    json.writeBooleanField("durable", role.durable());
    health(json, role.health());
    optional(json, "directory", role.directory());
  }

  static Bytes providers(List<ProviderStatus> installed, List<InstallableProvider> installable) {
    return Json.object(
        json -> {
          json.writeArrayFieldStart("providers");
          for (ProviderStatus each : installed) {
            json.writeStartObject();
            provider(json, each);
            json.writeEndObject();
          }
          for (InstallableProvider each : installable) {
            json.writeStartObject();
            json.writeStringField("role", each.role().text());
            json.writeStringField("name", each.name());
            json.writeBooleanField("installed", false);
            json.writeBooleanField("active", false);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static Bytes installed(Role role, String provider, boolean installed) {
    return Json.object(
        json -> {
          json.writeStringField("role", role.text());
          json.writeStringField("name", provider);
          json.writeBooleanField("installed", installed);
        });
  }

  private static void provider(JsonGenerator json, ProviderStatus provider) throws IOException {
    Descriptor what = provider.descriptor();
    json.writeStringField("role", what.role().text());
    json.writeStringField("name", what.name());
    json.writeStringField("version", what.version());
    json.writeBooleanField("installed", true);
    json.writeBooleanField("active", provider.active());
    json.writeBooleanField("durable", what.durable());
    json.writeBooleanField("shared", what.shared());
    json.writeStringField("handOver", what.handOver().name().toLowerCase(Locale.ROOT));
    Json.texts(json, "exclusive", what.exclusive().stream().sorted().toList());
  }

  private static void optional(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  private static void health(JsonGenerator json, Health health) throws IOException {
    json.writeObjectFieldStart("health");
    grade(json, health);
    json.writeEndObject();
  }

  /** {@code GET /readyz}: the worst grade, and each role's. */
  static Bytes readiness(NodeStatus status) {
    return Json.object(
        json -> {
          json.writeStringField("status", status.health().grade().name());
          json.writeObjectFieldStart("roles");
          for (RoleStatus role : status.roles()) {
            json.writeObjectFieldStart(role.role().text());
            grade(json, role.health());
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  private static void grade(JsonGenerator json, Health health) throws IOException {
    json.writeStringField("grade", health.grade().name());
    json.writeStringField("text", health.text());
  }
}
