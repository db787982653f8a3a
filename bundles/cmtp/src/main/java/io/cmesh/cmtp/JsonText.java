package io.cmesh.cmtp;

import com.fasterxml.jackson.core.JsonParser;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.cmtp.internal.Json;
import io.cmesh.cmtp.internal.Refusal;
import java.util.Arrays;

/**
 * Checks and makes JSON text (RFC 8259), which payloads are.
 *
 * <p>Thread-safe. Refusals are {@link MeshException} with the byte offset: 400, or 413 for more
 * than {@link MessageCodec#MAX_BYTES}.
 */
public final class JsonText {
  private JsonText() {}

  /**
   * Returns {@code json} if it is exactly one JSON value within the limits of a payload: UTF-8, no
   * duplicate keys, no half surrogate pairs, at most {@link MessageCodec#MAX_DEPTH} levels.
   */
  public static Bytes requireValid(Bytes json) {
    if (json.size() > MessageCodec.MAX_BYTES) {
      throw Refusal.tooLong(json.size(), MessageCodec.MAX_BYTES);
    }
    Json.value(json.unsafeArray(), JsonText::readThrough);
    return json;
  }

  /** Whether {@link #requireValid} would return. */
  public static boolean isValid(Bytes json) {
    try {
      requireValid(json);
      return true;
    } catch (MeshException e) {
      return false;
    }
  }

  /**
   * {@code json}, checked, without space between its tokens; digits and escapes stay as they are.
   */
  public static Bytes minify(Bytes json) {
    byte[] source = requireValid(json).unsafeArray();
    byte[] target = new byte[source.length];
    int size = 0;
    boolean inString = false;
    for (int i = 0; i < source.length; i++) {
      byte b = source[i];
      if (inString && b == '\\') {
        target[size++] = b;
        target[size++] = source[++i];
        continue;
      }
      inString ^= b == '"';
      if (inString || b > ' ' || b < 0) {
        target[size++] = b;
      }
    }
    return size == source.length ? json : Bytes.wrap(Arrays.copyOf(target, size));
  }

  /** {@code text} as a JSON string, quotes included. */
  public static String quote(String text) {
    return Json.quote(text);
  }

  /** {@code text} as it stands between the quotes of a JSON string. */
  public static String escape(String text) {
    return Json.escape(text);
  }

  /** An error as payloads and answers show it: {@code {"code", "message", "hint"}}. */
  public static Bytes of(MeshException error) {
    StringBuilder text = new StringBuilder(160);
    text.append("{\"code\":").append(quote(error.code()));
    text.append(",\"message\":").append(quote(error.text()));
    error.hint().ifPresent(hint -> text.append(",\"hint\":").append(quote(hint)));
    return Bytes.utf8(text.append('}').toString());
  }

  private static boolean readThrough(JsonParser parser) throws java.io.IOException {
    Json.skip(parser);
    return true;
  }
}
