package io.cmesh.iam.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.tck.support.TestKeys;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kit leaves to the provider: codes, settings, bounds. */
class LocalIamTest {
  private final TestKeys client = new TestKeys();
  private TestOpening opening;
  private View view = new OneRule(null);

  @BeforeEach
  void prepare(@TempDir Path dir) {
    opening = TestOpening.in(dir).pid("io.cmesh.iam.local");
  }

  @AfterEach
  void close() {
    opening.close();
  }

  @Test
  void anAccessTokenLivesFifteenMinutesAndASessionThirtyDays() {
    SessionDraft session = agree(iam());
    assertThat(session.expires()).isEqualTo(opening.clock().instant().plus(Duration.ofDays(30)));
    assertThat(iam().issue(session).expires())
        .isEqualTo(opening.clock().instant().plus(Duration.ofMinutes(15)));
  }

  @Test
  void lifetimesAreAsConfigured() {
    Iam iam = iam("tokenLifetime", "10s", "sessionLifetime", "2m", "clockSkew", "0s");
    SessionDraft session = agree(iam);
    Tokens tokens = iam.issue(session);
    assertThat(session.expires()).isEqualTo(opening.clock().instant().plusSeconds(120));
    opening.clock().advance(Duration.ofMillis(9_999));
    assertThat(iam.verify(tokens.token()).session()).isEqualTo(session.session());
    opening.clock().advance(Duration.ofMillis(1));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-015", () -> iam.verify(tokens.token()));
  }

  @Test
  void aTokenIsForgivenTheClocksSkewAndNoMore() {
    Iam iam = iam("clockSkew", "30s");
    Tokens tokens = iam.issue(agree(iam));
    opening.clock().set(tokens.expires().plusSeconds(29));
    assertThat(iam.verify(tokens.token()).expires()).isEqualTo(tokens.expires());
    opening.clock().set(tokens.expires().plusSeconds(30));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-015", () -> iam.verify(tokens.token()));
  }

  @ParameterizedTest
  @CsvSource({
    "clockSkew, 31s",
    "sessionLifetime, 31d",
    "sessionLifetime, 59s",
    "tokenLifetime, 2d",
    "tokenLifetime, 0s"
  })
  void aTimeOutOfItsRangeIsRefusedAndNamed(String key, String value) {
    assertThatThrownBy(() -> iam(key, value))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-IAM-025"))
        .hasMessageContaining("io.cmesh.iam.local: " + key + " = " + value);
  }

  @Test
  void closedSessionsAreForThoseWhomARuleNames() {
    Iam iam = iam("open", "false");
    refused(Status.FORBIDDEN, "CMESH-IAM-007", () -> iam.call(client.nodeDid(), view));
    Rule rule =
        new Rule(
            client.nodeDid(), FqmnPattern.parse("0xS:0x001:**"), Set.of(Verb.READ, Verb.WRITE));
    view = new OneRule(Permissions.grant(rule, view));
    SessionCall call = iam.call(client.nodeDid(), view);
    assertThat(iam.answer(call.id(), sign(Handshake.ANSWER, call, call.nonce())).rights())
        .contains("read, write 0xS:0x001:**");
  }

  @Test
  void closedSessionsAreStillForTheNodeItself() {
    assertThat(iam("open", "false").call(opening.keys().nodeDid(), view).nonce()).isNotNull();
  }

  @Test
  void pastTheBoundTheOldestHandshakeIsForgotten() {
    Iam iam = iam("maxChallenges", "16");
    List<SessionCall> calls = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      calls.add(iam.call(client.nodeDid(), view));
    }
    refused(Status.UNAUTHORIZED, "CMESH-IAM-003", () -> answer(iam, calls.get(0)));
    assertThat(answer(iam, calls.get(1)).nonce()).isNotNull();
    assertThat(answer(iam, calls.get(16)).nonce()).isNotNull();
  }

  @Test
  void eachRefusedStepHasACodeOfItsOwn() {
    Iam iam = iam();
    SessionCall call = iam.call(client.nodeDid(), view);
    Bytes wrong = Bytes.wrap(new byte[64]);
    refused(Status.UNAUTHORIZED, "CMESH-IAM-003", () -> iam.answer(new UUID(1, 1), wrong));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-006", () -> iam.answer(call.id(), wrong));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-005", () -> iam.consent(call.id(), wrong));
    answer(iam, call);
    refused(Status.UNAUTHORIZED, "CMESH-IAM-005", () -> answer(iam, call));
    opening.clock().advance(Duration.ofSeconds(60));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-004", () -> iam.consent(call.id(), wrong));
  }

  @Test
  void eachRefusedTokenHasACodeOfItsOwn() {
    Iam iam = iam();
    Tokens tokens = iam.issue(agree(iam));
    TestOpening other = TestOpening.in(Path.of("."));
    Iam foreign = new LocalIamFactory("0.1.0").open(other.opening()).service();
    refused(Status.UNAUTHORIZED, "CMESH-IAM-010", () -> iam.verify("a.b.c"));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-011", () -> iam.verify(tokens.renew()));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-012", () -> foreign.verify(tokens.token()));
    refused(Status.UNAUTHORIZED, "CMESH-IAM-016", () -> iam.renewal(tokens.renew(), view));
    other.close();
  }

  @Test
  void theDescriptorListsItsSettings() {
    assertThat(new LocalIamFactory("0.1.0").descriptor().settings())
        .extracting(s -> s.key() + "=" + s.defaultValue())
        .containsExactly(
            "tokenLifetime=15m",
            "sessionLifetime=30d",
            "open=true",
            "maxChallenges=20000",
            "clockSkew=5s");
  }

  private Iam iam(String... settings) {
    for (int i = 0; i < settings.length; i += 2) {
      opening.set(settings[i], settings[i + 1]);
    }
    return new LocalIamFactory("0.1.0").open(opening.opening()).service();
  }

  private SessionDraft agree(Iam iam) {
    SessionCall call = iam.call(client.nodeDid(), view);
    SessionConfirm confirm = answer(iam, call);
    return iam.consent(call.id(), sign(Handshake.CONSENT, call, confirm.nonce()));
  }

  private SessionConfirm answer(Iam iam, SessionCall call) {
    return iam.answer(call.id(), sign(Handshake.ANSWER, call, call.nonce()));
  }

  private Bytes sign(String step, SessionCall call, Bytes nonce) {
    return client.sign(Handshake.signed(step, call.id(), nonce, call.nodeDid(), client.nodeDid()));
  }

  private static void refused(Status status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).as(e.text()).isEqualTo(code);
              assertThat(e.status()).isEqualTo(status);
            });
  }

  /** State with at most one entry. */
  private record OneRule(Mutation only) implements View {
    @Override
    public long index() {
      return 1;
    }

    @Override
    public Versioned get(String namespace, Bytes key) {
      return only != null && only.namespace().equals(namespace) && only.key().equals(key)
          ? new Versioned(only.value(), 1)
          : null;
    }

    @Override
    public Scan scan(String namespace, Bytes from, Bytes to) {
      throw new AssertionError("no scan is needed");
    }
  }
}
