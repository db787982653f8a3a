package io.cmesh.doors.mesh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.cmesh.api.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request body: one flat JSON object of texts, flags and lists of texts. Read strictly. */
final class Fields {
  /** No body. */
  static final Fields NONE = new Fields(Map.of());

  private static final int MAX_FIELDS = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Map<String, Object> values;

  private Fields(Map<String, Object> values) {
    this.values = values;
  }

  /** Reads a body; throws 400 where it is no such object. */
  static Fields of(Bytes body) {
    try (JsonParser parser = JSON.createParser(body.unsafeArray())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw DoorErrors.badBody(body.isEmpty() ? "none" : "no object", "a JSON object");
      }
      Fields fields = new Fields(read(parser));
      if (parser.nextToken() != null) {
        throw DoorErrors.badBody("more than one value", "a JSON object");
      }
      return fields;
    } catch (JsonProcessingException e) {
      throw DoorErrors.badBody(e.getOriginalMessage(), "a JSON object");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> read(JsonParser parser) throws IOException {
    Map<String, Object> values = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING) {
        values.put(name, parser.getText());
      } else if (token == JsonToken.START_ARRAY) {
        values.put(name, texts(name, parser));
      } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
        values.put(name, token == JsonToken.VALUE_TRUE);
      } else if (token != JsonToken.VALUE_NULL) {
        throw DoorErrors.badBody("\"" + name + "\"", "a text, a flag or a list of texts");
      }
      if (values.size() > MAX_FIELDS) {
        throw DoorErrors.badBody("too many fields", "at most " + MAX_FIELDS);
      }
    }
    return values;
  }

  private static List<String> texts(String name, JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_STRING || texts.size() == MAX_FIELDS) {
        throw DoorErrors.badBody("\"" + name + "\"", "a list of at most 64 texts");
      }
      texts.add(parser.getText());
    }
    return texts;
  }

  /** A text that must be there. */
  String text(String name) {
    if (values.get(name) instanceof String text) {
      return text;
    }
    throw DoorErrors.badBody("no \"" + name + "\"", "a text");
  }

  /** A text that may be absent. */
  String text(String name, String otherwise) {
    return values.containsKey(name) ? text(name) : otherwise;
  }

  /** {@code true} or {@code false}, that may be absent. */
  boolean flag(String name, boolean otherwise) {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw DoorErrors.badBody("\"" + name + "\"", "true or false");
  }

  /** A list that must be there. */
  List<String> texts(String name) {
    if (values.get(name) instanceof List<?> list) {
      return list.stream().map(String.class::cast).toList();
    }
    throw DoorErrors.badBody("no \"" + name + "\"", "a list of texts");
  }

  /** Bytes in base64url, that must be there. */
  Bytes bytes(String name) {
    try {
      return Bytes.wrap(Base64.getUrlDecoder().decode(text(name)));
    } catch (IllegalArgumentException e) {
      throw DoorErrors.badBody("\"" + name + "\": " + e.getMessage(), "base64url");
    }
  }
}
