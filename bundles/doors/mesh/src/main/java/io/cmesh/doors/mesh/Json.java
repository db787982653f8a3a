package io.cmesh.doors.mesh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cmesh.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;

/** Writes answers. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Json() {}

  @FunctionalInterface
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  @FunctionalInterface
  interface Entry<T> {
    void write(JsonGenerator json, T value) throws IOException;
  }

  /** An object whose fields {@code fields} writes. */
  static Bytes object(Writing fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      fields.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }

  /** An object with one field: a list of objects. */
  static <T> Bytes list(String name, Collection<T> values, Entry<T> entry) {
    return object(json -> array(json, name, values, entry));
  }

  /** A field that is a list of objects. */
  static <T> void array(JsonGenerator json, String name, Collection<T> values, Entry<T> entry)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T value : values) {
      json.writeStartObject();
      entry.write(json, value);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** A field that is a list of texts. */
  static void texts(JsonGenerator json, String name, Collection<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  static String base64(Bytes bytes) {
    return BASE64URL.encodeToString(bytes.unsafeArray());
  }

  static String time(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).toString();
  }
}
