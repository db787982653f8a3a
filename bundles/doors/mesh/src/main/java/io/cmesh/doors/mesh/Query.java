package io.cmesh.doors.mesh;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a query; the first of equal keys counts. */
record Query(@Nullable String raw) {
  Optional<String> text(String key) {
    if (raw == null) {
      return Optional.empty();
    }
    int at = 0;
    while (at < raw.length()) {
      int end = raw.indexOf('&', at);
      end = end < 0 ? raw.length() : end;
      if (raw.startsWith(key, at)
          && at + key.length() < end
          && raw.charAt(at + key.length()) == '=') {
        String value = raw.substring(at + key.length() + 1, end).replace('+', ' ');
        return Optional.of(PathText.decode(value, 0));
      }
      at = end + 1;
    }
    return Optional.empty();
  }

  long number(String key, long otherwise, long min, long max) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    String value = text.get();
    boolean digits = !value.isEmpty() && value.length() <= 18;
    for (int i = 0; i < value.length() && digits; i++) {
      digits = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (digits) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw DoorErrors.badQuery(key, value, "a whole number from " + min + " to " + max);
  }
}
