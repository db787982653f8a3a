package io.cmesh.api.registrar;

import io.cmesh.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where and how names lie in state, so that every registrar and the kernel's handlers read the
 * same: key = the name in lower case, UTF-8; value = format version 1, registration time in
 * milliseconds, then name, target and owner, each as a length of four bytes and UTF-8.
 */
public final class Names {
  /** The namespace of names. */
  public static final String NAMESPACE = "names";

  private static final byte FORMAT = 1;

  private Names() {}

  /** The key of a name. */
  public static Bytes key(String name) {
    return Bytes.utf8(name.toLowerCase(Locale.ROOT));
  }

  /** The value of a record; its index is the value's version. */
  public static Bytes encode(NameRecord r) {
    byte[] name = r.name().getBytes(StandardCharsets.UTF_8);
    byte[] target = r.target().getBytes(StandardCharsets.UTF_8);
    byte[] owner = r.owner().getBytes(StandardCharsets.UTF_8);
    ByteBuffer b = ByteBuffer.allocate(1 + 8 + 12 + name.length + target.length + owner.length);
    b.put(FORMAT).putLong(r.registeredAt());
    b.putInt(name.length)
        .put(name)
        .putInt(target.length)
        .put(target)
        .putInt(owner.length)
        .put(owner);
    return Bytes.wrap(b.array());
  }

  /** The record in a value; throws {@link IllegalStateException} for a format it does not know. */
  public static NameRecord decode(Bytes value, long version) {
    ByteBuffer b = value.toBuffer();
    byte format = b.get();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "name record of format " + format + " (expected: " + FORMAT + ")");
    }
    long at = b.getLong();
    String name = text(b);
    String target = text(b);
    String owner = text(b);
    return new NameRecord(name, target, owner, at, version);
  }

  private static String text(ByteBuffer b) {
    byte[] bytes = new byte[b.getInt()];
    b.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
