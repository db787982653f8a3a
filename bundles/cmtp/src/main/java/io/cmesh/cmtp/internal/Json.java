package io.cmesh.cmtp.internal;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.cmesh.api.error.MeshException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Jackson's streaming reader and writer, set up strictly and with limits. */
public final class Json {
  private static final int MAX_NUMBER_LENGTH = 1000;

  private static final JsonFactory MESSAGES = factory(65);
  private static final JsonFactory VALUES = factory(64);

  private Json() {}

  private static JsonFactory factory(int maxDepth) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        // Shortest digits on every JDK: Double.toString is the shortest only from 19 on.
        .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
        // Keys come from outside: interned ones would stay in the JVM for good.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(limits)
        .build();
  }

  /** What reads tokens; refusals of the kind that Jackson throws are translated around it. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads. */
    T read(JsonParser parser) throws IOException;
  }

  /** Lets {@code reading} read a message, one level deeper than its payload may be. */
  static <T> T message(byte[] utf8, Reading<T> reading) {
    return whole(MESSAGES, utf8, reading);
  }

  /** Lets {@code reading} read one value that is all of {@code utf8}. */
  public static <T> T value(byte[] utf8, Reading<T> reading) {
    return whole(VALUES, utf8, reading);
  }

  private static <T> T whole(JsonFactory factory, byte[] utf8, Reading<T> reading) {
    Utf8.require(utf8, 0, utf8.length);
    requireNoOtherEncoding(utf8);
    try (JsonParser parser = factory.createParser(utf8)) {
      try {
        if (parser.nextToken() == null) {
          throw Refusal.json(utf8.length, "nothing (expected: a JSON value)");
        }
        T result = reading.read(parser);
        if (parser.nextToken() != null) {
          throw Refusal.json(start(parser), "more after the value (expected: the end)");
        }
        return result;
      } catch (JsonProcessingException e) {
        throw refusal(parser, e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Jackson guesses UTF-16 and UTF-32 from zeros at the start, and skips a byte order mark.
  private static void requireNoOtherEncoding(byte[] utf8) {
    for (int i = 0; i < Math.min(4, utf8.length); i++) {
      if (utf8[i] == 0) {
        throw Refusal.json(i, "byte 0x00 (expected: JSON in UTF-8)");
      }
    }
    if (utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB) {
      throw Refusal.json(0, "a byte order mark (expected: none)");
    }
  }

  private static MeshException refusal(JsonParser parser, JsonProcessingException e) {
    long offset =
        e.getLocation() == null || e.getLocation().getByteOffset() < 0
            ? parser.currentLocation().getByteOffset()
            : e.getLocation().getByteOffset();
    String what = e.getOriginalMessage();
    if (e instanceof StreamConstraintsException) {
      return Refusal.limit(offset, what);
    }
    if (what.contains("surrogate")) {
      return Refusal.utf8(offset, what);
    }
    return what.startsWith("Duplicate")
        ? Refusal.duplicate(offset, what.substring(what.indexOf('\'')))
        : Refusal.json(offset, what);
  }

  /** Reads on until the value that {@code parser} stands at has ended; refuses half characters. */
  public static void skip(JsonParser parser) throws IOException {
    int depth = 0;
    for (JsonToken token = parser.currentToken(); ; token = next(parser)) {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
        requireWholeCharacters(parser);
      }
      if (depth == 0) {
        return;
      }
    }
  }

  private static JsonToken next(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw Refusal.json(parser.currentLocation().getByteOffset(), "the end within a value");
    }
    return token;
  }

  /** Refuses a surrogate that an escape left alone: UTF-8, and so CBOR, cannot hold it. */
  static void requireWholeCharacters(JsonParser parser) throws IOException {
    char[] text = parser.getTextCharacters();
    int end = parser.getTextOffset() + parser.getTextLength();
    boolean half = false;
    for (int i = parser.getTextOffset(); i < end; i++) {
      if (half != Character.isLowSurrogate(text[i])) {
        throw halfPair(parser);
      }
      half = Character.isHighSurrogate(text[i]);
    }
    if (half) {
      throw halfPair(parser);
    }
  }

  private static MeshException halfPair(JsonParser parser) {
    return Refusal.utf8(start(parser), "text with half a surrogate pair");
  }

  /** Where the current token begins. */
  static long start(JsonParser parser) {
    return parser.currentTokenLocation().getByteOffset();
  }

  /** Where the value ends that {@link #skip} has just read. */
  static int end(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isNumeric() || token.isBoolean() || token == JsonToken.VALUE_NULL) {
      return (int) start(parser) + parser.getTextLength();
    }
    parser.finishToken();
    return (int) parser.currentLocation().getByteOffset();
  }

  /** A generator of UTF-8. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return VALUES.createGenerator(out, JsonEncoding.UTF8);
  }

  /** A JSON string, quotes included. */
  public static String quote(String text) {
    return '"' + escape(text) + '"';
  }

  /** The inside of a JSON string. */
  public static String escape(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
