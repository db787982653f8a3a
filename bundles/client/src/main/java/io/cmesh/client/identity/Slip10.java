package io.cmesh.client.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A node of the key tree of SLIP-0010 for Ed25519, where every child is hardened.
 *
 * @param key the private key, 32 bytes
 * @param chain the chain code, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // secrets: never compared, never shown
record Slip10(byte[] key, byte[] chain) {
  private static final byte[] CURVE = "ed25519 seed".getBytes(StandardCharsets.US_ASCII);
  private static final int HARDENED = 0x80000000;

  static Slip10 master(byte[] seed) {
    return split(hmac(CURVE, seed));
  }

  /** The child {@code index'}: {@code index} is below 2^31, hardening is added here. */
  Slip10 child(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("child: " + index + " (expected: >= 0)");
    }
    byte[] data =
        ByteBuffer.allocate(1 + key.length + Integer.BYTES)
            .put((byte) 0)
            .put(key)
            .putInt(index | HARDENED)
            .array();
    return split(hmac(chain, data));
  }

  private static Slip10 split(byte[] i) {
    return new Slip10(Arrays.copyOf(i, 32), Arrays.copyOfRange(i, 32, 64));
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    HMac mac = new HMac(new SHA512Digest());
    mac.init(new KeyParameter(key));
    mac.update(data, 0, data.length);
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return out;
  }

  @Override
  public String toString() {
    return "Slip10[secret]";
  }
}
