package io.cmesh.tck.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Keys;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A key service with fresh Ed25519 keys, in memory alone. Thread-safe. */
public final class TestKeys implements Keys {
  private final Ed25519Key node = new Ed25519Key();
  private final Ed25519Key operator = new Ed25519Key();
  private final List<Ed25519Key> tokens = new CopyOnWriteArrayList<>(List.of(new Ed25519Key()));

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
    return operator.did();
  }

  /** Signs as the operator does; a real node cannot, its operator's key may lie elsewhere. */
  public Bytes signAsOperator(Bytes data) {
    return operator.sign(data);
  }

  @Override
  public TokenKey tokenKey() {
    return tokens.get(0).tokenKey();
  }

  @Override
  public List<TokenKey> tokenKeys() {
    return tokens.stream().map(Ed25519Key::tokenKey).toList();
  }

  @Override
  public Bytes signToken(Bytes data) {
    return tokens.get(0).sign(data);
  }

  @Override
  public void rotateTokenKey() {
    tokens.add(0, new Ed25519Key());
  }
}
