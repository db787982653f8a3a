package io.cmesh.client;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The operator's key of a node, {@code HOME/admin.key}: signs tokens of one minute. The key never
 * leaves this process. Thread-safe.
 */
public final class OperatorKey {
  private static final long TTL_SECONDS = 60;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Ed25519PrivateKeyParameters key;
  private final String did;
  private final Clock clock;

  private OperatorKey(byte[] seed, Clock clock) {
    this.key = new Ed25519PrivateKeyParameters(seed);
    this.did = DidKey.encode(Bytes.wrap(key.generatePublicKey().getEncoded()));
    this.clock = clock;
  }

  /**
   * Reads a key: a private JWK (RFC 8037) of Ed25519.
   *
   * @throws MeshException {@code CMESH-CLI-006} where it cannot be read or is no such key
   */
  public static OperatorKey load(Path file, Clock clock) {
    try {
      byte[] seed = Base64.getUrlDecoder().decode(Doc.parse(Files.readAllBytes(file)).require("d"));
      return new OperatorKey(seed, clock);
    } catch (IOException e) {
      throw unreadable(file, e instanceof NoSuchFileException ? "no such file" : e.toString(), e);
    } catch (IllegalArgumentException | MeshException e) {
      throw unreadable(file, "it holds no private Ed25519 JWK", e);
    }
  }

  /** The operator's DID. */
  public String did() {
    return did;
  }

  /** Tokens for the node with this DID, a new one for each request. */
  public TokenSource tokensFor(String nodeDid) {
    return () -> Optional.of(token(nodeDid));
  }

  /** A token for the node with this DID, good for a minute. */
  public String token(String nodeDid) {
    long now = clock.instant().getEpochSecond();
    Doc header = Doc.of("alg", "EdDSA").with("typ", "JWT").with("kid", did);
    Doc claims =
        Doc.of("iss", did)
            .with("sub", did)
            .with("aud", nodeDid)
            .with("iat", now)
            .with("exp", now + TTL_SECONDS)
            .with("jti", UUID.randomUUID().toString());
    String content = encode(header) + "." + encode(claims);
    return content + "." + BASE64.encodeToString(sign(content));
  }

  private byte[] sign(String content) {
    byte[] message = content.getBytes(StandardCharsets.US_ASCII);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  private static String encode(Doc doc) {
    return BASE64.encodeToString(doc.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static MeshException unreadable(Path file, String why, Throwable cause) {
    return MeshException.of(
            Status.FORBIDDEN, "CMESH-CLI-006", "the operator's key " + file + ": " + why)
        .hint("Give the node's home with --home DIR; who may read its admin.key is the operator.")
        .cause(cause)
        .build();
  }
}
