package io.cmesh.cmtp.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cmesh.api.Bytes;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads a message from JSON, field by field. */
public final class JsonMessageReader {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private final JsonParser in;
  private final byte[] source;
  private final Draft draft = new Draft();

  private JsonMessageReader(JsonParser in, byte[] source) {
    this.in = in;
    this.source = source;
  }

  /** The message whose JSON form {@code bytes} are. */
  public static Message read(Bytes bytes) {
    byte[] source = bytes.unsafeArray();
    return Json.message(source, parser -> new JsonMessageReader(parser, source).message());
  }

  private Message message() throws IOException {
    require(JsonToken.START_OBJECT, "an object");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      long keyStart = Json.start(in);
      String key = in.currentName();
      in.nextToken();
      field(key, keyStart);
    }
    return draft.message(Json.start(in));
  }

  private void field(String key, long keyStart) throws IOException {
    boolean absent = in.currentToken() == JsonToken.VALUE_NULL;
    switch (key) {
      case "version" -> draft.version(text(), Json.start(in));
      case "id" -> draft.id(id());
      case "fqmn" -> draft.fqmn(text());
      case "headers" -> draft.headers = headers();
      case "payload" -> draft.payload = payload();
      case "token" -> draft.token = absent ? null : text();
      case "resolved" -> draft.resolved = absent ? null : text();
      case "status" -> {
        if (!absent) {
          draft.status(whole(), Json.start(in));
        }
      }
      case "index" -> draft.index = absent ? null : Long.valueOf(whole());
      case "layers" -> draft.layers = layers();
      default -> throw unknown(key, keyStart);
    }
  }

  private UUID id() throws IOException {
    String text = text();
    if (!UUID_TEXT.matcher(text).matches()) {
      throw Refusal.field(Json.start(in), "id " + Json.quote(text) + " (expected: a UUID)");
    }
    return UUID.fromString(text);
  }

  private Bytes payload() throws IOException {
    int start = (int) Json.start(in);
    Json.skip(in);
    return Bytes.copyOf(java.nio.ByteBuffer.wrap(source, start, Json.end(in) - start));
  }

  private Headers headers() throws IOException {
    require(JsonToken.START_OBJECT, "an object");
    Map<String, String> request = null;
    Map<String, String> response = null;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      long keyStart = Json.start(in);
      String group = in.currentName();
      in.nextToken();
      switch (group) {
        case "request" -> request = group();
        case "response" -> response = group();
        default -> throw unknown(group, keyStart);
      }
    }
    return Draft.headers(request, response);
  }

  private Map<String, String> group() throws IOException {
    require(JsonToken.START_OBJECT, "an object");
    Map<String, String> group = new TreeMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      Json.requireWholeCharacters(in);
      String name = in.currentName();
      in.nextToken();
      group.put(name, text());
    }
    return group;
  }

  private List<Layer> layers() throws IOException {
    require(JsonToken.START_ARRAY, "an array");
    List<Layer> layers = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      layers.add(layer());
    }
    return layers;
  }

  private Layer layer() throws IOException {
    require(JsonToken.START_OBJECT, "an object");
    Draft.OfLayer layer = new Draft.OfLayer();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      long keyStart = Json.start(in);
      String key = in.currentName();
      in.nextToken();
      switch (key) {
        case "step" -> layer.step = text();
        case "role" -> layer.role = text();
        case "provider" -> layer.provider = text();
        case "start" -> layer.start = whole();
        case "end" -> layer.end = whole();
        case "outcome" -> layer.outcome = Draft.statusOf(whole(), Json.start(in));
        case "given" -> layer.given = hash();
        case "made" -> layer.made = hash();
        case "hash" -> layer.hash = hash();
        default -> throw unknown(key, keyStart);
      }
    }
    return layer.layer(Json.start(in));
  }

  private Bytes hash() throws IOException {
    String text = text();
    try {
      return Bytes.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw Refusal.field(Json.start(in), Json.quote(text) + " (expected: base64url)");
    }
  }

  private String text() throws IOException {
    require(JsonToken.VALUE_STRING, "a string");
    Json.requireWholeCharacters(in);
    return in.getText();
  }

  private long whole() throws IOException {
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw Refusal.field(
          Json.start(in), in.getText() + " (expected: a whole number of at most 64 bits)");
    }
    return in.getLongValue();
  }

  private void require(JsonToken token, String expected) throws IOException {
    if (in.currentToken() != token) {
      String found = in.currentToken() == null ? "the end" : in.getText();
      throw Refusal.field(Json.start(in), found + " (expected: " + expected + ")");
    }
  }

  private static RuntimeException unknown(String key, long offset) {
    return Refusal.field(offset, "field " + Json.quote(key) + " (expected: a field of CMTP)");
  }
}
