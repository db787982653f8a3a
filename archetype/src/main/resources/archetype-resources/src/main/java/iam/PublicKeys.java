package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import java.util.Set;

/** Knows which Ed25519 keys cannot be trusted to sign. */
final class PublicKeys {
  // The y of the eight points whose order divides 8, also as 2^255-19+y where that fits.
  private static final Set<Bytes> LOW_ORDER =
      Set.of(
          Bytes.hex("00".repeat(32)),
          Bytes.hex("01" + "00".repeat(31)),
          Bytes.hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          Bytes.hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          Bytes.hex("ec" + "ff".repeat(30) + "7f"),
          Bytes.hex("ed" + "ff".repeat(30) + "7f"),
          Bytes.hex("ee" + "ff".repeat(30) + "7f"));

  private PublicKeys() {}

  /** Throws 400 unless {@code did} is a key that can be trusted to sign. */
  static void requireUsable(String did) {
    if (LOW_ORDER.contains(withoutSign(DidKey.decode(did)))) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "${name.toUpperCase()}-005",
          "DID: " + did + " is of low order: it would sign anything",
          "Make an identity with: cmesh login --as NAME");
    }
  }

  private static Bytes withoutSign(Bytes key) {
    byte[] bytes = key.toArray();
    bytes[31] &= 0x7f;
    return Bytes.wrap(bytes);
  }
}
