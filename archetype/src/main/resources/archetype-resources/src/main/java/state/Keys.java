package ${package};

import io.cmesh.api.Bytes;
import java.util.regex.Pattern;

/**
 * Where an entry lies in one ordered map: at its namespace, a zero byte and its key. No character
 * of a namespace is below 32, so the map's order is by namespace, then key.
 */
final class Keys {
  private static final int MAX_KEY_BYTES = 4096;
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9~._-]{1,64}");
  private static final Bytes SEPARATOR = Bytes.hex("00");
  private static final Bytes BEHIND_SEPARATOR = Bytes.hex("01");

  private Keys() {}

  /** The place of an entry to be written; throws where it may not be. */
  static Bytes of(String namespace, Bytes key, long version) {
    if (!fits(key)) {
      throw new IllegalArgumentException(
          "key: " + key.size() + " bytes (expected: 1 to " + MAX_KEY_BYTES + ")");
    }
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: >= 1)");
    }
    return place(namespace, key);
  }

  /** The place of a key, or of the first one not below it. */
  static Bytes place(String namespace, Bytes key) {
    return checked(namespace).concat(SEPARATOR).concat(key);
  }

  /** Just behind the last key of a namespace. */
  static Bytes endOf(String namespace) {
    return checked(namespace).concat(BEHIND_SEPARATOR);
  }

  /** Whether there can be such a key. */
  static boolean fits(Bytes key) {
    return !key.isEmpty() && key.size() <= MAX_KEY_BYTES;
  }

  private static Bytes checked(String namespace) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "namespace: " + namespace + " (expected: 1 to 64 characters of [a-z0-9~._-])");
    }
    return Bytes.utf8(namespace);
  }
}
