package org.example.cmesh.state.mvstore;

import io.cmesh.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Where an entry lies in the engine's one ordered map: at its namespace, a zero byte and its key.
 * No character of a namespace is below 32, so the map's order is by namespace, then key.
 */
final class Keys {
  private static final int MAX_KEY_BYTES = 4096;
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9~._-]{1,64}");

  private Keys() {}

  /** The place of an entry to be written; throws where it may not be. */
  static byte[] of(String namespace, Bytes key, long version) {
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
  static byte[] place(String namespace, Bytes key) {
    byte[] name = checked(namespace);
    byte[] place = Arrays.copyOf(name, name.length + 1 + key.size());
    System.arraycopy(key.unsafeArray(), 0, place, name.length + 1, key.size());
    return place;
  }

  /** Just behind the last key of a namespace. */
  static byte[] endOf(String namespace) {
    byte[] name = checked(namespace);
    byte[] end = Arrays.copyOf(name, name.length + 1);
    end[name.length] = 1;
    return end;
  }

  /** Whether there can be such a key. */
  static boolean fits(Bytes key) {
    return !key.isEmpty() && key.size() <= MAX_KEY_BYTES;
  }

  static String namespaceOf(byte[] place) {
    return new String(place, 0, separator(place), StandardCharsets.US_ASCII);
  }

  static Bytes keyOf(byte[] place) {
    return Bytes.wrap(Arrays.copyOfRange(place, separator(place) + 1, place.length));
  }

  private static int separator(byte[] place) {
    int at = 0;
    while (place[at] != 0) {
      at++;
    }
    return at;
  }

  private static byte[] checked(String namespace) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "namespace: " + namespace + " (expected: 1 to 64 characters of [a-z0-9~._-])");
    }
    return namespace.getBytes(StandardCharsets.US_ASCII);
  }
}
