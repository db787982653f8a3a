package io.cmesh.client.cli;

import io.cmesh.client.internal.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes YAML 1.2 in block style. Whatever text could be read as something else is quoted as JSON,
 * which is YAML too.
 */
final class Yaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+-]*");
  private static final Pattern MEANT_OTHERWISE =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private Yaml() {}

  static String write(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    if (isBlock(value)) {
      block(text, value, "");
    } else {
      text.append(scalar(value)).append('\n');
    }
    return text.toString();
  }

  private static void block(StringBuilder text, @Nullable Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, child) -> entry(text, indent + plain(String.valueOf(key)) + ":", child, indent));
    } else if (value instanceof List<?> list) {
      list.forEach(child -> element(text, child, indent));
    }
  }

  private static void entry(
      StringBuilder text, String head, @Nullable Object child, String indent) {
    text.append(head);
    if (isBlock(child)) {
      text.append('\n');
      block(text, child, indent + "  ");
    } else {
      text.append(' ').append(scalar(child)).append('\n');
    }
  }

  private static void element(StringBuilder text, @Nullable Object child, String indent) {
    if (!isBlock(child)) {
      text.append(indent).append("- ").append(scalar(child)).append('\n');
      return;
    }
    // A block within a list begins on the line of its dash.
    StringBuilder inner = new StringBuilder();
    block(inner, child, indent + "  ");
    text.append(indent).append("- ").append(inner.substring(indent.length() + 2));
  }

  private static boolean isBlock(@Nullable Object value) {
    return (value instanceof Map<?, ?> map && !map.isEmpty())
        || (value instanceof List<?> list && !list.isEmpty());
  }

  private static String scalar(@Nullable Object value) {
    return value instanceof String text ? plain(text) : Json.write(value);
  }

  private static String plain(String text) {
    return PLAIN.matcher(text).matches() && !MEANT_OTHERWISE.matcher(text).matches()
        ? text
        : Json.write(text);
  }
}
