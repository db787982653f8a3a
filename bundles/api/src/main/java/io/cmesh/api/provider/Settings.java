package io.cmesh.api.provider;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of one PID: keys and their text, with typed reading. A value that cannot be read
 * throws {@link MeshException} (400) that names PID, key, value and what was expected.
 */
public final class Settings {
  private final String pid;
  private final Map<String, String> values;
  private final UnaryOperator<@Nullable String> beyond;

  /** Of a PID. */
  public Settings(String pid, Map<String, String> values) {
    this(pid, values, key -> null);
  }

  /**
   * Of a PID.
   *
   * @param beyond the text of a key that {@code values} do not have, null for none: what overrides
   *     a key counts even where no file has its line
   */
  public Settings(String pid, Map<String, String> values, UnaryOperator<@Nullable String> beyond) {
    this.pid = pid;
    this.values = Map.copyOf(values);
    this.beyond = beyond;
  }

  /** Without any key set. */
  public static Settings empty(String pid) {
    return new Settings(pid, Map.of());
  }

  /** Whose settings these are. */
  public String pid() {
    return pid;
  }

  /** All keys set, sorted. */
  public Map<String, String> asMap() {
    return new TreeMap<>(values);
  }

  /** Text. */
  public String text(String key, String otherwise) {
    String set = values.get(key);
    String value = set == null ? beyond.apply(key) : set;
    return value == null || value.isBlank() ? otherwise : value.trim();
  }

  /** A whole number in {@code [min, max]}. */
  public long number(String key, long otherwise, long min, long max) {
    String value = text(key, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value.replace("_", ""));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(key, value, "a whole number", e);
    }
    throw bad(key, value, "a whole number from " + min + " to " + max, null);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key, boolean otherwise) {
    String value = text(key, String.valueOf(otherwise));
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw bad(key, value, "true or false", null);
  }

  /** Bytes: {@code 512}, {@code 64KiB}, {@code 1GiB}. */
  public long bytes(String key, long otherwise) {
    String value = text(key, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    for (int i = 0; i < units.length; i++) {
      if (value.endsWith(units[i])) {
        String count = value.substring(0, value.length() - 3).trim();
        return parseBytes(key, value, count) << (10 * (i + 1));
      }
    }
    return parseBytes(key, value, value);
  }

  private long parseBytes(String key, String value, String count) {
    try {
      long number = Long.parseLong(count);
      boolean fits = number < 1L << 23 || count.equals(value);
      if (number >= 0 && fits) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw bad(key, value, "bytes, as 512, 64KiB, 16MiB or 1GiB", e);
    }
    throw bad(key, value, "bytes, as 512, 64KiB, 16MiB or 1GiB", null);
  }

  /** A time: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 7d}. */
  public Duration duration(String key, Duration otherwise) {
    String value = text(key, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    int digits = 0;
    while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
      digits++;
    }
    if (digits > 0 && digits < 10) {
      long count = Long.parseLong(value.substring(0, digits));
      Duration duration =
          switch (value.substring(digits)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> null;
          };
      if (duration != null) {
        return duration;
      }
    }
    throw bad(key, value, "a time, as 250ms, 5s, 2m, 1h or 7d", null);
  }

  private MeshException bad(String key, String value, String expected, @Nullable Throwable cause) {
    MeshException.Builder b =
        MeshException.of(
                Status.BAD_REQUEST,
                "CMESH-CFG-001",
                pid + ": " + key + " = " + value + " (expected: " + expected + ")")
            .hint(
                "Change it in etc/"
                    + pid
                    + ".cfg, or with: cmesh config set "
                    + pid
                    + "."
                    + key
                    + " VALUE");
    return cause == null ? b.build() : b.cause(cause).build();
  }
}
