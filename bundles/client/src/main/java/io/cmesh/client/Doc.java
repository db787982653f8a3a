package io.cmesh.client;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.internal.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as the node sent it: fields that this version does not know are kept. Not changed
 * after it was made; thread-safe then.
 */
public final class Doc {
  /** No fields. */
  public static final Doc EMPTY = new Doc(Map.of());

  private final Map<String, Object> fields;

  private Doc(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** Over a map of JSON values, which the caller gives up. */
  @SuppressWarnings("unchecked")
  public static Doc of(Map<String, ?> fields) {
    return new Doc((Map<String, Object>) fields);
  }

  /** With one field. */
  public static Doc of(String key, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(key, value);
    return new Doc(fields);
  }

  /** With one field more. */
  public Doc with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(key, value);
    return new Doc(more);
  }

  /**
   * Reads a JSON object.
   *
   * @throws MeshException {@code CMESH-CLI-002} where it is none
   */
  public static Doc parse(byte[] utf8) {
    try {
      if (Json.parse(utf8) instanceof Map<?, ?> map) {
        return ofUnknown(map);
      }
    } catch (IOException e) {
      throw notUnderstood("no JSON: " + firstLine(e.getMessage()));
    }
    throw notUnderstood("JSON, but no object");
  }

  @SuppressWarnings("unchecked")
  private static Doc ofUnknown(Map<?, ?> map) {
    return new Doc((Map<String, Object>) map);
  }

  /** The fields, as JSON values: maps, lists, strings, numbers, booleans, null. */
  public Map<String, Object> fields() {
    return fields;
  }

  /** Whether there is such a field. */
  public boolean has(String key) {
    return fields.containsKey(key);
  }

  /** A field's value, whatever it is; null where absent. */
  public @Nullable Object value(String key) {
    return fields.get(key);
  }

  /** A field as text; empty where it is absent or null. */
  public Optional<String> text(String key) {
    Object value = fields.get(key);
    return value == null ? Optional.empty() : Optional.of(value.toString());
  }

  /**
   * A field as text.
   *
   * @throws MeshException {@code CMESH-CLI-002} where there is none
   */
  public String require(String key) {
    return text(key)
        .orElseThrow(() -> notUnderstood("no field \"" + key + "\", only " + fields.keySet()));
  }

  /**
   * A field in base64url.
   *
   * @throws MeshException {@code CMESH-CLI-002} where there is none
   */
  public Bytes bytes(String key) {
    return read(key, "base64url", text -> Bytes.wrap(Base64.getUrlDecoder().decode(text)));
  }

  /**
   * A field in ISO 8601.
   *
   * @throws MeshException {@code CMESH-CLI-002} where there is none
   */
  public Instant instant(String key) {
    return read(key, "a time in ISO 8601", Instant::parse);
  }

  /**
   * A field that is a UUID.
   *
   * @throws MeshException {@code CMESH-CLI-002} where there is none
   */
  public UUID uuid(String key) {
    return read(key, "a UUID", UUID::fromString);
  }

  private <T> T read(String key, String expected, Function<String, T> reader) {
    String text = require(key);
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw notUnderstood(
          "one with \"" + key + "\": " + Json.write(text) + " (expected: " + expected + ")");
    }
  }

  /** A field as a number; {@code otherwise} where it is none. */
  public long number(String key, long otherwise) {
    return fields.get(key) instanceof Number number ? number.longValue() : otherwise;
  }

  /** An object in this one; without fields where there is none. */
  public Doc object(String key) {
    return fields.get(key) instanceof Map<?, ?> map ? ofUnknown(map) : EMPTY;
  }

  /** The objects of an array; none where there is no array. */
  public List<Doc> objects(String key) {
    List<Doc> objects = new ArrayList<>();
    if (fields.get(key) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          objects.add(ofUnknown(map));
        }
      }
    }
    return objects;
  }

  /** The texts of an array; none where there is no array. */
  public List<String> texts(String key) {
    return fields.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** One line of JSON. */
  @Override
  public String toString() {
    return Json.write(fields);
  }

  private static String firstLine(@Nullable String text) {
    // Jackson names a source that it does not show.
    return text == null
        ? ""
        : text.lines().findFirst().orElse("").replaceAll("\\[Source: [^;]*; ([^\\]]*)\\]", "$1");
  }

  private static MeshException notUnderstood(String what) {
    return new MeshException(
        Status.INTERNAL,
        "CMESH-CLI-002",
        "the answer is " + what,
        "Check that --node is the URL of a CMesh node of this version.");
  }
}
