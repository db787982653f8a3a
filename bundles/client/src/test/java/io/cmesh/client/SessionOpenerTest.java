package io.cmesh.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.Handshake;
import io.cmesh.client.identity.Identity;
import io.cmesh.client.identity.Root;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionOpenerTest {
  private final Identity alice = Root.generate(new SecureRandom()).identity("alice");
  private StubNode node;
  private SessionOpener opener;

  @BeforeEach
  void start() throws IOException {
    node = new StubNode();
    opener = new SessionOpener(MeshClient.of(node.url()));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void fourStepsMakeASession() {
    Session session = opener.open(alice, Optional.empty());

    assertThat(session.nodeDid()).isEqualTo(node.did());
    assertThat(session.did()).isEqualTo(alice.did());
    assertThat(session.tokens().token()).isEqualTo("token-1");
  }

  @Test
  void ourAnswerIsSignedOverTheNodesNonce() {
    node.on(
        "POST /session",
        request -> {
          throw new AssertionError("replaced below");
        });
    UUID id = UUID.randomUUID();
    Bytes nonce = Bytes.utf8("0123456789abcdef0123456789abcdef");
    Identity key = Root.generate(new SecureRandom()).identity("node");
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    Bytes call = key.sign(Handshake.signed(Handshake.CALL, id, nonce, key.did(), alice.did()));
    node.on(
        "POST /session",
        200,
        Doc.of("id", id.toString())
            .with("nonce", base64.encodeToString(nonce.toArray()))
            .with("node", key.did())
            .with("signature", base64.encodeToString(call.toArray()))
            .toString());
    node.on("POST /session/" + id + "/answer", 401, "{\"code\":\"X\",\"message\":\"stop here\"}");

    assertThatThrownBy(() -> opener.open(alice, Optional.empty()))
        .isInstanceOf(RefusedException.class);
    String signature = node.seen("/session/" + id + "/answer").get(0).body().require("signature");
    assertThat(
            Identity.verify(
                alice.did(),
                Handshake.signed(Handshake.ANSWER, id, nonce, key.did(), alice.did()),
                Bytes.wrap(Base64.getUrlDecoder().decode(signature))))
        .isTrue();
  }

  @Test
  void aForgedCallIsAnsweredWithNothing() {
    node.forge();

    assertThatThrownBy(() -> opener.open(alice, Optional.empty()))
        .isInstanceOf(NodeIdentityException.class)
        .hasMessageContaining("call");
    assertThat(node.seen()).hasSize(1);
  }

  @Test
  void anotherNodeThanThePinnedOneIsRefused() {
    String pinned = node.did();
    node.newKey();

    assertThatThrownBy(() -> opener.open(alice, Optional.of(pinned)))
        .isInstanceOf(NodeIdentityException.class)
        .hasMessageContaining(pinned);
    assertThat(node.seen()).hasSize(1);
  }

  @Test
  void renewalBringsOtherTokens() {
    assertThat(opener.renew("renew-0").token()).isEqualTo("token-1");
    assertThat(node.seen("/session/renew").get(0).body().require("renew")).isEqualTo("renew-0");
  }

  @Test
  void endingASessionNamesItsToken() {
    opener.end("token-7");

    assertThat(node.seen("/session").get(0).method()).isEqualTo("DELETE");
    assertThat(node.seen("/session").get(0).token()).isEqualTo("token-7");
  }
}
