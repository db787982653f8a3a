package io.cmesh.cmtp.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cmesh.api.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Translates a payload between JSON text and deterministic CBOR. Whole numbers stay whole at any
 * size; numbers with a fraction or exponent become the nearest double.
 */
final class Payload {
  private static final int MAX_DEPTH = 64;

  private Payload() {}

  /** Appends a JSON text as one CBOR item. */
  static void write(Bytes json, CborWriter out) {
    Json.value(
        json.unsafeArray(),
        parser -> {
          write(parser, out);
          return out;
        });
  }

  private static void write(JsonParser parser, CborWriter out) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> writeObject(parser, out);
      case START_ARRAY -> writeArray(parser, out);
      case VALUE_STRING -> {
        Json.requireWholeCharacters(parser);
        out.text(parser.getText());
      }
      case VALUE_NUMBER_INT -> writeInteger(parser, out);
      case VALUE_NUMBER_FLOAT -> writeReal(parser, out);
      case VALUE_TRUE -> out.bool(true);
      case VALUE_FALSE -> out.bool(false);
      default -> out.nothing();
    }
  }

  private static void writeInteger(JsonParser parser, CborWriter out) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      out.integer(parser.getBigIntegerValue());
    } else {
      out.integer(parser.getLongValue());
    }
  }

  private static void writeReal(JsonParser parser, CborWriter out) throws IOException {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw Refusal.untranslatable(Json.start(parser), parser.getText() + " (expected: a double)");
    }
    out.real(value);
  }

  private static void writeArray(JsonParser parser, CborWriter out) throws IOException {
    CborWriter items = new CborWriter(64);
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      write(parser, items);
      count++;
    }
    out.array(count);
    out.raw(items.toBytes());
  }

  private static void writeObject(JsonParser parser, CborWriter out) throws IOException {
    Map<byte[], byte[]> pairs = new TreeMap<>(CborWriter.KEY_ORDER);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Json.requireWholeCharacters(parser);
      byte[] key = parser.currentName().getBytes(StandardCharsets.UTF_8);
      parser.nextToken();
      CborWriter value = new CborWriter(32);
      write(parser, value);
      pairs.put(key, value.toBytes());
    }
    out.map(pairs.size());
    pairs.forEach(
        (key, value) -> {
          out.utf8(key);
          out.raw(value);
        });
  }

  /** Reads one CBOR item as JSON text without space between its tokens. */
  static Bytes read(CborReader in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(out)) {
      read(in, json, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static void read(CborReader in, JsonGenerator out, int depth) throws IOException {
    int head = in.peek();
    switch (head >>> 5) {
      case CborWriter.UNSIGNED, CborWriter.NEGATIVE, CborWriter.TAG ->
          out.writeNumber(in.bigInteger());
      case CborWriter.BYTES ->
          throw Refusal.untranslatable(in.offset(), "a byte string (expected: a JSON value)");
      case CborWriter.TEXT -> out.writeString(in.text());
      case CborWriter.ARRAY -> readArray(in, out, deeper(in, depth));
      case CborWriter.MAP -> readMap(in, out, deeper(in, depth));
      default -> readSimple(in, out, head);
    }
  }

  private static int deeper(CborReader in, int depth) {
    if (depth == MAX_DEPTH) {
      throw Refusal.limit(
          in.offset(), "level " + (depth + 1) + " (expected: at most " + depth + ")");
    }
    return depth + 1;
  }

  private static void readArray(CborReader in, JsonGenerator out, int depth) throws IOException {
    out.writeStartArray();
    for (int left = in.array(); left > 0; left--) {
      read(in, out, depth);
    }
    out.writeEndArray();
  }

  private static void readMap(CborReader in, JsonGenerator out, int depth) throws IOException {
    out.writeStartObject();
    byte[] key = null;
    for (int left = in.map(); left > 0; left--) {
      key = in.key(key);
      out.writeFieldName(new String(key, StandardCharsets.UTF_8));
      read(in, out, depth);
    }
    out.writeEndObject();
  }

  private static void readSimple(CborReader in, JsonGenerator out, int head) throws IOException {
    switch (head) {
      case CborWriter.FALSE, CborWriter.TRUE -> {
        in.skipByte();
        out.writeBoolean(head == CborWriter.TRUE);
      }
      case CborWriter.NULL -> {
        in.skipByte();
        out.writeNull();
      }
      case CborWriter.HALF, CborWriter.FLOAT, CborWriter.DOUBLE -> out.writeNumber(in.real());
      default ->
          throw Refusal.untranslatable(
              in.offset(), String.format("simple value 0x%02x (expected: a JSON value)", head));
    }
  }
}
