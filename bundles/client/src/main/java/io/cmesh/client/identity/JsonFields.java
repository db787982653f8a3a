package io.cmesh.client.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Base64;

/** Reads the few fields of our small JSON formats, strictly. */
record JsonFields(JsonNode node) {
  private static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static JsonFields parse(String text, String format) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // Without its source: that could hold the secret.
      throw IdentityErrors.notARoot("not JSON at " + place(e), null);
    }
    if (node == null || !node.isObject()) {
      throw IdentityErrors.notARoot("no JSON object", null);
    }
    JsonFields fields = new JsonFields(node);
    if (!fields.text("format").equals(format)) {
      throw IdentityErrors.notARoot("of another format", null);
    }
    int version = fields.number("version", 0, Integer.MAX_VALUE);
    if (version != VERSION) {
      throw IdentityErrors.notARoot("format version " + version + ", this is " + VERSION, null);
    }
    return fields;
  }

  JsonFields object(String name) {
    JsonNode child = node.get(name);
    if (child == null || !child.isObject()) {
      throw IdentityErrors.notARoot("no object \"" + name + "\"", null);
    }
    return new JsonFields(child);
  }

  String text(String name) {
    JsonNode child = node.get(name);
    if (child == null || !child.isTextual()) {
      throw IdentityErrors.notARoot("no text \"" + name + "\"", null);
    }
    return child.textValue();
  }

  int number(String name, int min, int max) {
    JsonNode child = node.get(name);
    if (child == null || !child.isInt() || child.intValue() < min || child.intValue() > max) {
      throw IdentityErrors.notARoot(
          "\"" + name + "\" is no number from " + min + " to " + max, null);
    }
    return child.intValue();
  }

  byte[] bytes(String name, int min, int max) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text(name));
      if (bytes.length >= min && bytes.length <= max) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw IdentityErrors.notARoot("\"" + name + "\" is not base64url", null);
    }
    throw IdentityErrors.notARoot(
        "\"" + name + "\" has not " + min + " to " + max + " bytes", null);
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "its begin" : "line " + e.getLocation().getLineNr();
  }
}
