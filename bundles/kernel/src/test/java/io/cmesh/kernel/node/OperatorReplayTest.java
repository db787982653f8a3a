package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's token opens one call, by whichever way it comes in. */
class OperatorReplayTest {
  @TempDir Path home;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(home, "state = memory");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private CompletableFuture<Message> ask(UUID id, String fqmn, String token) {
    Message request = Message.request(id, fqmn, token);
    return node.node.dispatcher().dispatch(request, Origin.of("t", "")).toCompletableFuture();
  }

  private static void replayed(Message answer) {
    assertThat(answer.status()).isEqualTo(Status.UNAUTHORIZED);
    assertThat(answer.payload().utf8()).contains("CMESH-OPR-005");
  }

  @Test
  void aTokenThatWasUsedIsRefusedByTheDispatcherForTheSameMessageAndForAnother() throws Exception {
    String token = token();
    UUID id = TestNode.newId();
    assertThat(TestNode.get(ask(id, "0xI:whoami", token)).status()).isEqualTo(Status.OK);

    replayed(TestNode.get(ask(id, "0xI:whoami", token)));
    replayed(TestNode.get(ask(TestNode.newId(), "0xSW:0x001:k:1", token)));
    assertThatThrownBy(() -> node.node.admin().authenticate(token))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-OPR-005"));
  }

  @Test
  void aTokenUsedForAdministrationOpensNoMessage() throws Exception {
    String token = token();
    assertThat(node.node.admin().authenticate(token).isTrusted()).isTrue();

    replayed(TestNode.get(ask(TestNode.newId(), "0xI:whoami", token)));
  }

  @Test
  void aTokenOfARefusedMessageIsUsedUpToo() throws Exception {
    String token = token();
    assertThat(TestNode.get(ask(TestNode.newId(), "malformed", token)).status())
        .isEqualTo(Status.BAD_REQUEST);

    replayed(TestNode.get(ask(TestNode.newId(), "0xI:whoami", token)));
  }

  @Test
  void ofManyCallsAtOnceWithOneTokenOneComesThrough() throws Exception {
    String token = token();
    List<CompletableFuture<Message>> calls = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      calls.add(
          CompletableFuture.supplyAsync(() -> ask(TestNode.newId(), "0xI:whoami", token).join()));
    }
    int opened = 0;
    for (CompletableFuture<Message> call : calls) {
      opened += TestNode.get(call).status() == Status.OK ? 1 : 0;
    }
    assertThat(opened).isEqualTo(1);
  }

  private String token() throws Exception {
    String jwk = Files.readString(home.resolve("admin.key"));
    byte[] seed = Base64.getUrlDecoder().decode(jwk.replaceAll("(?s).*\"d\":\"([^\"]+)\".*", "$1"));
    Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed, 0);
    String did =
        io.cmesh.api.iam.DidKey.encode(
            io.cmesh.api.Bytes.wrap(key.generatePublicKey().getEncoded()));
    long now = Instant.now().getEpochSecond();
    String claims =
        String.format(
            "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d,\"jti\":\"%s\"}",
            did, did, node.node.sessions().nodeDid(), now, now + 60, UUID.randomUUID());
    String input = base64("{\"alg\":\"EdDSA\",\"kid\":\"" + did + "\"}") + "." + base64(claims);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    byte[] message = input.getBytes(StandardCharsets.US_ASCII);
    signer.update(message, 0, message.length);
    return input
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.generateSignature());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
