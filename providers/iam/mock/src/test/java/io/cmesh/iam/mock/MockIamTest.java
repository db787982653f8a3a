package io.cmesh.iam.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.tck.support.MapView;
import io.cmesh.tck.support.TestKeys;
import io.cmesh.tck.support.TestOpening;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

/** What sets the mock apart. */
class MockIamTest {
  private final TestOpening opening = TestOpening.in(Path.of("."));
  private final String did = new TestKeys().nodeDid();

  @Test
  void noncesAreTheSameAtEveryRun() {
    SessionCall first = iam().call(did, new MapView());
    SessionCall second = iam().call(did, new MapView());
    assertThat(second.nonce()).isEqualTo(first.nonce());
    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  void aTestCanMakeATokenOfItsOwn() {
    UUID session = MessageId.next(opening.clock().millis(), new Random());
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(did.getBytes(StandardCharsets.UTF_8));
    assertThat(iam().verify("mock." + encoded + "." + session).principal().did()).isEqualTo(did);
  }

  @Test
  void itSaysThatItProtectsNothing() {
    assertThat(instance().health().grade()).isEqualTo(Health.Grade.WARN);
    assertThat(instance().health().text()).contains("tests and demonstrations");
  }

  @Test
  void theBoundOfHandshakesIsKept() {
    Iam iam = iam();
    SessionCall first = iam.call(did, new MapView());
    for (int i = 0; i < 10_000; i++) {
      iam.call(did, new MapView());
    }
    assertThatThrownBy(() -> iam.answer(first.id(), first.signature()))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-IMK-001"));
  }

  @FuzzTest
  void aTokenIsTheOneTextOfItsContentOrRefused(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      assertThat(MockToken.parse(text, MockToken.Kind.ACCESS).text()).isEqualTo(text);
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo("CMESH-IMK-003");
    }
  }

  private Iam iam() {
    return instance().service();
  }

  private Instance<Iam> instance() {
    return new MockIamFactory(new Version(0, 1, 0)).open(opening.opening());
  }
}
