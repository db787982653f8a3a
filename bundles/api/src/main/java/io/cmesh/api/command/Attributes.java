package io.cmesh.api.command;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Attributes that an identity disclosed, each written as the subject of a rule: {@code
 * attr:<issuer>.<credential>.<attribute>=<value>}. The part before the first {@code =} has at least
 * three fields between dots; the value is any text without control characters. Compared as text.
 * Pure; thread-safe.
 */
public final class Attributes {
  /** What every attribute begins with. */
  public static final String PREFIX = "attr:";

  /** The most that one identity discloses in a session. */
  public static final int MAX_COUNT = 64;

  /** The longest attribute, in bytes of UTF-8. */
  public static final int MAX_BYTES = 512;

  private static final int MIN_FIELDS = 3;

  private Attributes() {}

  /** Whether {@code text} is written as an attribute is. */
  public static boolean isAttribute(String text) {
    int equals = text.indexOf('=');
    return text.startsWith(PREFIX)
        && equals > 0
        && equals < text.length() - 1
        && hasFields(text.substring(PREFIX.length(), equals))
        && text.length() <= MAX_BYTES
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && text.chars().noneMatch(Character::isISOControl)
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static boolean hasFields(String name) {
    int fields = 0;
    int from = 0;
    while (from <= name.length()) {
      int dot = name.indexOf('.', from);
      int end = dot < 0 ? name.length() : dot;
      if (end == from) {
        return false;
      }
      fields++;
      from = end + 1;
    }
    return fields >= MIN_FIELDS;
  }

  /**
   * Each of them once, sorted, unmodifiable.
   *
   * @throws IllegalArgumentException for a text that is no attribute, and past {@link #MAX_COUNT}
   */
  public static Set<String> of(Collection<String> texts) {
    if (texts.isEmpty()) {
      return Set.of();
    }
    for (String text : texts) {
      if (!isAttribute(text)) {
        throw new IllegalArgumentException(
            "attribute: "
                + shown(text)
                + " (expected: attr:<issuer>.<credential>.<attribute>=<value>, at most "
                + MAX_BYTES
                + " bytes)");
      }
    }
    Set<String> sorted = Collections.unmodifiableSet(new TreeSet<>(texts));
    if (sorted.size() > MAX_COUNT) {
      throw new IllegalArgumentException(
          "attributes: " + sorted.size() + " (expected: at most " + MAX_COUNT + ")");
    }
    return sorted;
  }

  private static String shown(String text) {
    String cut = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
