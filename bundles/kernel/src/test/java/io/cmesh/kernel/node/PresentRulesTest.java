package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Cancellable;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lasts longer than a request obeys the rules and sessions of the moment. */
class PresentRulesTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  @TempDir Path home;
  private TestNode node;
  private TestNode.Person ann;
  private TestNode.Person bob;
  private final List<Event> heard = new CopyOnWriteArrayList<>();
  private final List<MeshException> ended = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(home, "state = memory");
    ann = node.person();
    bob = node.person();
    ann.call("0xEW:anns.a:1");
    ann.call("0xSW:0x001:k:1");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Rule rule(String pattern, Verb... verbs) {
    return new Rule(bob.did, FqmnPattern.parse(pattern), Set.of(verbs));
  }

  private Cancellable follow() {
    return node.node.events().follow(bob.token, "anns.a", 1, heard::add, ended::add);
  }

  @Test
  void aRuleWithdrawnEndsTheSubscriptionItAllowedWithinASecond() throws Exception {
    Rule reading = rule("0xE:anns.a:**", Verb.READ);
    ann.grant(reading);
    try (Cancellable following = follow()) {
      await().atMost(TestNode.soon()).until(() -> heard.size() == 1);

      ann.revoke(reading);

      await().atMost(SOON).until(() -> ended.size() == 1);
      assertThat(ended.get(0).status()).isEqualTo(Status.FORBIDDEN);
      ann.call("0xEW:anns.a:2");
      assertThat(following).isNotNull();
      assertThat(heard).hasSize(1);
    }
  }

  @Test
  void aSessionEndedEndsItsSubscriptionsWithinASecond() throws Exception {
    ann.grant(rule("0xE:anns.a:**", Verb.READ));
    try (Cancellable following = follow()) {
      bob.logout();

      await().atMost(SOON).until(() -> ended.size() == 1);
      assertThat(following).isNotNull();
      assertThat(ended.get(0).code()).isEqualTo("CMESH-KRN-011");
    }
  }

  @Test
  void whatTheNodeTookInForSomebodyObeysTheRulesAndTheSessionOfTheMoment() throws Exception {
    Rule reading = rule("0xS:0x001:**", Verb.READ);
    Principal then = node.node.admin().authenticate(bob.token);
    ann.grant(reading);
    assertThat(line(then, "0xS:0x001:k").status()).isEqualTo(Status.OK);

    ann.revoke(reading);
    assertThat(line(then, "0xS:0x001:k").status()).isEqualTo(Status.FORBIDDEN);

    assertThat(line(then, "0xI:whoami").status()).isEqualTo(Status.OK);
    bob.logout();
    assertThat(line(then, "0xI:whoami").status()).isEqualTo(Status.UNAUTHORIZED);
  }

  private Message line(Principal as, String fqmn) throws Exception {
    Message request = Message.request(TestNode.newId(), fqmn, null);
    return TestNode.get(
        node.node.dispatcher().dispatch(request, new Origin("miner", "", as, null)));
  }
}
