package io.cmesh.http;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import org.jspecify.annotations.Nullable;

/** What an error looks like on the wire: {@code {"code", "message", "hint"}}. */
public final class Problem {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Problem() {}

  /** The body for a refusal or failure. */
  public static Bytes json(MeshException e) {
    return json(e.code(), e.text(), e.hint().orElse(null));
  }

  /** The body from its parts; a null hint is left out. */
  public static Bytes json(String code, String message, @Nullable String hint) {
    StringBuilder out = new StringBuilder(128).append("{\"code\":");
    quote(out, code);
    quote(out.append(",\"message\":"), message);
    if (hint != null) {
      quote(out.append(",\"hint\":"), hint);
    }
    return Bytes.utf8(out.append('}').toString());
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
}
