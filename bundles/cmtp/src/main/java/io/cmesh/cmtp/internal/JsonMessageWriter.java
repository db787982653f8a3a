package io.cmesh.cmtp.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cmesh.api.Bytes;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;

/** Writes a message as JSON. */
public final class JsonMessageWriter {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private JsonMessageWriter() {}

  /** The message's JSON form. */
  public static Bytes write(Message message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512 + message.payload().size());
    try (JsonGenerator json = Json.generator(out)) {
      write(message, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static void write(Message message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", Message.VERSION);
    json.writeStringField("id", message.id().toString());
    json.writeStringField("fqmn", message.fqmn());
    json.writeObjectFieldStart("headers");
    writeGroup("request", message.headers().request(), json);
    writeGroup("response", message.headers().response(), json);
    json.writeEndObject();
    if (!message.payload().isEmpty()) {
      json.writeFieldName("payload");
      json.writeRawValue(OwnPayload.checked(message.payload()).utf8());
    }
    writeOptional(message, json);
    json.writeArrayFieldStart("layers");
    for (Layer layer : message.layers()) {
      writeLayer(layer, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeOptional(Message message, JsonGenerator json) throws IOException {
    if (message.token() != null) {
      json.writeStringField("token", message.token());
    }
    if (message.resolved() != null) {
      json.writeStringField("resolved", message.resolved());
    }
    if (message.status() != null) {
      json.writeNumberField("status", message.status().code());
    }
    if (message.index() != null) {
      json.writeNumberField("index", message.index());
    }
  }

  private static void writeGroup(String name, Map<String, String> group, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> header : group.entrySet()) {
      json.writeStringField(header.getKey(), header.getValue());
    }
    json.writeEndObject();
  }

  private static void writeLayer(Layer layer, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("step", layer.step());
    json.writeStringField("role", layer.role());
    json.writeStringField("provider", layer.provider());
    json.writeNumberField("start", layer.startNanos());
    json.writeNumberField("end", layer.endNanos());
    json.writeNumberField("outcome", layer.outcome().code());
    json.writeStringField("given", base64(layer.given()));
    json.writeStringField("made", base64(layer.made()));
    json.writeStringField("hash", base64(layer.hash()));
    json.writeEndObject();
  }

  private static String base64(Bytes bytes) {
    return BASE64URL.encodeToString(bytes.unsafeArray());
  }
}
