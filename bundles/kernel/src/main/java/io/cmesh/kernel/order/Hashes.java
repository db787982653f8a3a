package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256. Thread-safe. */
public final class Hashes {
  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Hashes::make);

  private Hashes() {}

  private static MessageDigest make() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
    }
  }

  /** The hash of the parts, one after another. */
  public static Bytes sha256(Bytes... parts) {
    MessageDigest digest = SHA256.get();
    for (Bytes part : parts) {
      digest.update(part.unsafeArray());
    }
    return Bytes.wrap(digest.digest());
  }
}
