package io.cmesh.state.memory;

import io.cmesh.api.Bytes;
import java.util.regex.Pattern;

/** What may be stored. */
final class Rules {
  private static final int MAX_KEY_BYTES = 4096;
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9~._-]{1,64}");

  private Rules() {}

  static String checked(String namespace) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "namespace: " + namespace + " (expected: 1 to 64 characters of [a-z0-9~._-])");
    }
    return namespace;
  }

  static void check(String namespace, Bytes key, long version) {
    checked(namespace);
    if (key.isEmpty() || key.size() > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "key: " + key.size() + " bytes (expected: 1 to " + MAX_KEY_BYTES + ")");
    }
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: >= 1)");
    }
  }
}
