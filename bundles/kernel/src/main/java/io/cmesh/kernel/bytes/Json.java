package io.cmesh.kernel.bytes;

import io.cmesh.api.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object or array, without white space, members in the order given. Not
 * thread-safe.
 */
public final class Json {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder(128);
  private final char close;

  private Json(char open, char close) {
    this.close = close;
    out.append(open);
  }

  /** An object. */
  public static Json object() {
    return new Json('{', '}');
  }

  /** An array. */
  public static Json array() {
    return new Json('[', ']');
  }

  /** A text as a JSON string. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    quote(out, text);
    return out.toString();
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private void name(String name) {
    comma();
    quote(out, name);
    out.append(':');
  }

  private void comma() {
    if (out.length() > 1) {
      out.append(',');
    }
  }

  /** A member that is a string, or null. */
  public Json text(String name, @Nullable String value) {
    name(name);
    if (value == null) {
      out.append("null");
    } else {
      quote(out, value);
    }
    return this;
  }

  /** A member that is a whole number. */
  public Json number(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  /** A member that is true or false. */
  public Json flag(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  /** A member that is JSON already. */
  public Json raw(String name, String json) {
    name(name);
    out.append(json);
    return this;
  }

  /** A member that is a list of strings. */
  public Json texts(String name, List<String> values) {
    Json array = array();
    values.forEach(array::item);
    return raw(name, array.toString());
  }

  /** An element that is a string. */
  public Json item(String value) {
    comma();
    quote(out, value);
    return this;
  }

  /** An element that is JSON already. */
  public Json rawItem(String json) {
    comma();
    out.append(json);
    return this;
  }

  /** As UTF-8. */
  public Bytes bytes() {
    return Bytes.utf8(toString());
  }

  /** The JSON text so far, closed. */
  @Override
  public String toString() {
    return out.toString() + close;
  }
}
