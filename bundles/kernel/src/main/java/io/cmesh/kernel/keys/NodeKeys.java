package io.cmesh.kernel.keys;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Keys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The node's key service on files that only the node's user may read:
 *
 * <ul>
 *   <li>{@code HOME/data/keys/node.key}: the node's identity, a private JWK (RFC 8037);
 *   <li>{@code HOME/data/keys/tokens.jwks}: the keys that tokens are signed with;
 *   <li>{@code HOME/admin.key}: the operator's key, a private JWK; the node makes it where there is
 *       none and keeps its public half alone.
 * </ul>
 *
 * <p>Missing keys are made, but for the identity of a node that has others: that is an error, since
 * a new identity would break every client's pin unnoticed. Thread-safe.
 */
public final class NodeKeys implements Keys {
  /**
   * How long a former token key verifies: a renewal token lives as long as its session, thirty days
   * by default.
   */
  public static final Duration RETENTION = Duration.ofDays(31);

  private final SigningKey node;
  private final String operatorDid;
  private final TokenKeys tokens;

  /**
   * Loads the keys, makes those that are missing.
   *
   * @param home the node's home
   * @param random a strong source: keys are made of it
   * @throws io.cmesh.api.error.MeshException 500 {@code CMESH-KEY-001} where others may read a key
   *     file, {@code CMESH-KEY-002} where one holds no key, {@code CMESH-KEY-003} where the disk
   *     refuses, {@code CMESH-KEY-004} where the identity is lost
   */
  public NodeKeys(Path home, Clock clock, SecureRandom random) {
    this(home, clock, random, RETENTION);
  }

  /**
   * As above.
   *
   * @param retention how long a former token key verifies: at least the longest session's life
   */
  public NodeKeys(Path home, Clock clock, SecureRandom random, Duration retention) {
    Path directory = home.resolve("data").resolve("keys");
    Path nodeKey = directory.resolve("node.key");
    Path tokenKeys = directory.resolve("tokens.jwks");
    if (!KeyFiles.exists(nodeKey) && KeyFiles.exists(tokenKeys)) {
      throw KeyErrors.identityLost(nodeKey, directory);
    }
    node = SigningKey.loadOrCreate(nodeKey, random);
    tokens = new TokenKeys(tokenKeys, clock, random, retention);
    operatorDid = SigningKey.loadOrCreate(home.resolve("admin.key"), random).did();
  }

  @Override
  public String nodeDid() {
    return node.did();
  }

  @Override
  public Bytes sign(Bytes data) {
    return node.sign(data);
  }

  @Override
  public String operatorDid() {
    return operatorDid;
  }

  @Override
  public TokenKey tokenKey() {
    return tokens.current().tokenKey();
  }

  @Override
  public List<TokenKey> tokenKeys() {
    return tokens.all();
  }

  @Override
  public Bytes signToken(Bytes data) {
    return tokens.current().sign(data);
  }

  @Override
  public void rotateTokenKey() {
    tokens.rotate();
  }

  @Override
  public boolean verify(Bytes publicKey, Bytes data, Bytes signature) {
    return PublicKeys.verify(publicKey, data, signature);
  }
}
