package io.cmesh.state.rocksdb;

import io.cmesh.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How entries are laid out in RocksDB's one ordered key space.
 *
 * <p>{@code [generation][namespace][0][key]}: no character of a namespace is 0, so engine order is
 * namespace, then key. A load writes under a generation that nobody reads yet. Byte 0 in front is
 * ours: {@link Head}.
 */
final class Keys {
  static final int MAX_KEY_BYTES = 4096;
  static final int MAX_NAMESPACE_CHARS = 64;

  private Keys() {}

  static byte[] of(int generation, String namespace, Bytes key) {
    int length = checked(namespace).length();
    byte[] out = new byte[length + 2 + key.size()];
    out[0] = (byte) generation;
    putNamespace(namespace, out);
    System.arraycopy(key.unsafeArray(), 0, out, length + 2, key.size());
    return out;
  }

  /** Just behind every key of the namespace. */
  static byte[] endOf(int generation, String namespace) {
    byte[] out = of(generation, namespace, Bytes.EMPTY);
    out[out.length - 1] = 1;
    return out;
  }

  /** In front of every key of the generation; of 256 and more: behind all. */
  static byte[] start(int generation) {
    return generation > 255 ? new byte[] {-1, -1} : new byte[] {(byte) generation};
  }

  static String namespaceOf(byte[] stored) {
    return new String(stored, 1, separator(stored) - 1, StandardCharsets.US_ASCII);
  }

  static Bytes keyOf(byte[] stored) {
    return Bytes.wrap(Arrays.copyOfRange(stored, separator(stored) + 1, stored.length));
  }

  private static int separator(byte[] stored) {
    int at = 1;
    while (stored[at] != 0) {
      at++;
    }
    return at;
  }

  /** Whether {@code key} can be there at all. */
  static boolean fits(Bytes key) {
    return !key.isEmpty() && key.size() <= MAX_KEY_BYTES;
  }

  static Bytes checked(Bytes key) {
    if (!fits(key)) {
      throw new IllegalArgumentException(
          "key: " + key.size() + " bytes (expected: 1 to " + MAX_KEY_BYTES + ")");
    }
    return key;
  }

  static String checked(@Nullable String namespace) {
    if (namespace == null || namespace.isEmpty() || namespace.length() > MAX_NAMESPACE_CHARS) {
      throw badNamespace(namespace);
    }
    return namespace;
  }

  private static void putNamespace(String namespace, byte[] out) {
    for (int i = 0; i < namespace.length(); i++) {
      char c = namespace.charAt(i);
      if (!isLegal(c)) {
        throw badNamespace(namespace);
      }
      out[i + 1] = (byte) c;
    }
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "~._-".indexOf(c) >= 0;
  }

  private static IllegalArgumentException badNamespace(@Nullable String namespace) {
    return new IllegalArgumentException(
        "namespace: " + namespace + " (expected: 1 to 64 characters of [a-z0-9~._-])");
  }
}
