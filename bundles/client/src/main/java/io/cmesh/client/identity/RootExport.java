package io.cmesh.client.identity;

import io.cmesh.api.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Carries a root to another device: JSON, sealed with a passphrase. Argon2id (RFC 9106, second
 * recommended choice: 64 MiB, 3 passes, here 1 lane) makes the key, AES-256-GCM seals the seed; the
 * parameters are authenticated with it.
 *
 * <pre>{@code
 * {"format": "cmesh-root-export", "version": 1,
 *  "kdf": {"name": "argon2id", "memoryKiB": 65536, "passes": 3, "lanes": 1, "salt": base64url},
 *  "cipher": {"name": "aes-256-gcm", "nonce": base64url},
 *  "sealed": base64url}
 * }</pre>
 *
 * <p>Stateless, thread-safe. Sealing and opening take about half a second and 64 MiB, as they
 * should.
 */
public final class RootExport {
  /** The shortest passphrase for a new export, in characters. */
  public static final int MIN_PASSPHRASE = 8;

  private static final String FORMAT = "cmesh-root-export";
  private static final String KDF = "argon2id";
  private static final String CIPHER = "aes-256-gcm";
  private static final int MAX_CHARACTERS = 4096;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SEALED_BYTES = Root.SEED_BYTES + TAG_BITS / 8;

  private RootExport() {}

  /**
   * Seals a root. The passphrase is the caller's to wipe.
   *
   * @throws io.cmesh.api.error.MeshException 400 {@code CMESH-CLI-105} where the passphrase is
   *     shorter than {@link #MIN_PASSPHRASE}
   */
  public static String seal(Root root, char[] passphrase, SecureRandom random) {
    if (passphrase.length < MIN_PASSPHRASE) {
      throw IdentityErrors.shortPassphrase(MIN_PASSPHRASE);
    }
    Kdf kdf = new Kdf(64 * 1024, 3, 1, bytes(random, SALT_BYTES));
    byte[] nonce = bytes(random, NONCE_BYTES);
    byte[] sealed;
    try {
      sealed = gcm(true, kdf, passphrase, nonce, root.seed().unsafeArray());
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("AES-GCM refused to encrypt", e);
    }
    return json(kdf, nonce, sealed);
  }

  /**
   * Opens an export.
   *
   * @throws io.cmesh.api.error.MeshException 400 {@code CMESH-CLI-103} where it is none, 403 {@code
   *     CMESH-CLI-104} where the passphrase does not open it
   */
  public static Root open(String export, char[] passphrase) {
    if (export.length() > MAX_CHARACTERS) {
      throw IdentityErrors.notARoot(export.length() + " characters", null);
    }
    JsonFields fields = JsonFields.parse(export, FORMAT);
    Kdf kdf = Kdf.read(fields.object("kdf"));
    JsonFields cipher = fields.object("cipher");
    if (!cipher.text("name").equals(CIPHER)) {
      throw IdentityErrors.notARoot("sealed with another cipher than " + CIPHER, null);
    }
    byte[] nonce = cipher.bytes("nonce", NONCE_BYTES, NONCE_BYTES);
    byte[] sealed = fields.bytes("sealed", SEALED_BYTES, SEALED_BYTES);
    try {
      return Root.ofSeed(Bytes.wrap(gcm(false, kdf, passphrase, nonce, sealed)));
    } catch (InvalidCipherTextException e) {
      throw IdentityErrors.wrongPassphrase(e);
    }
  }

  private static byte[] gcm(boolean seal, Kdf kdf, char[] passphrase, byte[] nonce, byte[] input)
      throws InvalidCipherTextException {
    byte[] key = kdf.key(passphrase);
    try {
      GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
      gcm.init(seal, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, kdf.header()));
      byte[] output = new byte[gcm.getOutputSize(input.length)];
      int written = gcm.processBytes(input, 0, input.length, output, 0);
      gcm.doFinal(output, written);
      return output;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static String json(Kdf kdf, byte[] nonce, byte[] sealed) {
    return String.join(
        "\n",
        "{\"format\": \"" + FORMAT + "\", \"version\": 1,",
        " \"kdf\": {\"name\": \"" + KDF + "\", \"memoryKiB\": " + kdf.memoryKiB + ",",
        "         \"passes\": " + kdf.passes + ", \"lanes\": " + kdf.lanes + ",",
        "         \"salt\": \"" + base64(kdf.salt) + "\"},",
        " \"cipher\": {\"name\": \"" + CIPHER + "\", \"nonce\": \"" + base64(nonce) + "\"},",
        " \"sealed\": \"" + base64(sealed) + "\"}",
        "");
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** How the key is made of the passphrase. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kdf(int memoryKiB, int passes, int lanes, byte[] salt) {
    // The upper bounds keep a hostile export from taking all memory or an hour.
    static Kdf read(JsonFields fields) {
      if (!fields.text("name").equals(KDF)) {
        throw IdentityErrors.notARoot("its key is not made by " + KDF, null);
      }
      return new Kdf(
          fields.number("memoryKiB", 8 * 1024, 256 * 1024),
          fields.number("passes", 1, 16),
          fields.number("lanes", 1, 8),
          fields.bytes("salt", SALT_BYTES, SALT_BYTES));
    }

    byte[] key(char[] passphrase) {
      byte[] secret = utf8(passphrase);
      Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
      argon2.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKiB)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      byte[] key = new byte[32];
      argon2.generateBytes(secret, key);
      Arrays.fill(secret, (byte) 0);
      return key;
    }

    // Into an array of ours, so that no copy of the passphrase is left behind.
    private static byte[] utf8(char[] passphrase) {
      byte[] room = new byte[passphrase.length * 3];
      ByteBuffer out = ByteBuffer.wrap(room);
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .encode(CharBuffer.wrap(passphrase), out, true);
      byte[] secret = Arrays.copyOf(room, out.position());
      Arrays.fill(room, (byte) 0);
      return secret;
    }

    byte[] header() {
      String text =
          String.join(
              ";",
              FORMAT + "/1",
              KDF,
              String.valueOf(memoryKiB),
              String.valueOf(passes),
              String.valueOf(lanes),
              base64(salt),
              CIPHER);
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
