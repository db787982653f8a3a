package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.tck.support.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules given to whoever holds an attribute, from the session to the log and back. */
class AttributeRulesTest {
  private static final String ADULT = "attr:irma-demo.MijnOverheid.over18=yes";
  private static final String DOCTOR = "attr:nuts.agb.profession=doctor";

  @TempDir Path home;
  private final TestKeys holder = new TestKeys();
  private TestNode node;
  private TestNode.Person owner;
  private TestNode.Person bob;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(
        home.resolve("etc/io.cmesh.iam.mock.cfg"),
        "attributes = " + holder.nodeDid() + "=" + ADULT + ";" + DOCTOR);
    node = startAgain();
    owner = node.person();
    bob = node.person(holder);
    assertThat(owner.call("0xSW:0x001:k:\"hers\"").status()).isEqualTo(Status.OK);
  }

  private TestNode startAgain() throws Exception {
    return TestNode.start(home, "state = memory", "iam = mock");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whoHoldsTheAttributeMayAndWhoDoesNotMayNot() throws Exception {
    TestNode.Person eve = node.person();
    assertThat(bob.call("0xS:0x001:k").status()).isEqualTo(Status.FORBIDDEN);

    assertThat(owner.grant(rule(ADULT, Verb.READ)).status()).isEqualTo(Status.OK);

    assertThat(bob.call("0xS:0x001:k").payload().utf8()).isEqualTo("\"hers\"");
    assertThat(bob.call("0xI:can:0xS:0x001:k").payload().utf8()).isEqualTo("true");
    assertThat(bob.call("0xSW:0x001:k:1").status()).isEqualTo(Status.FORBIDDEN);
    assertThat(eve.call("0xS:0x001:k").status()).isEqualTo(Status.FORBIDDEN);
    assertThat(eve.call("0xI:can:0xS:0x001:k").payload().utf8()).isEqualTo("false");
  }

  @Test
  void theRightIsLostAtTheIndexOfTheRevoke() throws Exception {
    Rule rule = rule(DOCTOR, Verb.READ, Verb.WRITE);
    owner.grant(rule);
    List<CompletionStage<Message>> under = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      under.add(bob.begin("0xSW:0x001:k" + i + ":" + i));
    }

    long revoked = indexOf(owner.revoke(rule));

    for (int i = 100; i < 200; i++) {
      under.add(bob.begin("0xSW:0x001:k" + i + ":" + i));
    }
    int written = 0;
    for (CompletionStage<Message> begun : under) {
      Message answer = TestNode.get(begun);
      if (answer.answered().isSuccess()) {
        written++;
        assertThat(indexOf(answer)).isLessThan(revoked);
      } else {
        assertThat(answer.status()).isEqualTo(Status.FORBIDDEN);
      }
    }
    assertThat(written).isPositive().isLessThanOrEqualTo(100);
    assertThat(bob.call("0xS:0x001:k0").status()).isEqualTo(Status.FORBIDDEN);
    assertThat(owner.call("0xS:0x001:k150").status()).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void whoAdministersByAnAttributeGrants() throws Exception {
    TestNode.Person eve = node.person();
    owner.grant(rule(DOCTOR, Verb.ADMINISTER));

    assertThat(bob.grant(rule(eve.did, Verb.READ)).status()).isEqualTo(Status.OK);

    assertThat(eve.call("0xS:0x001:k").status()).isEqualTo(Status.OK);
    assertThat(eve.grant(rule(eve.did, Verb.WRITE)).status()).isEqualTo(Status.FORBIDDEN);
  }

  @Test
  void whoAsksIsToldTheAttributesAndHowManyRulesThereAre() throws Exception {
    owner.grant(rule(ADULT, Verb.READ));
    owner.grant(rule(bob.did, Verb.READ));

    assertThat(bob.call("0xI:whoami").payload().utf8())
        .contains("\"attributes\":[\"" + ADULT + "\",\"" + DOCTOR + "\"]")
        .contains("\"rules\":2");
    assertThat(owner.call("0xI:whoami").payload().utf8()).contains("\"attributes\":[]");
  }

  @Test
  void attributesEndWithTheirSession() throws Exception {
    owner.grant(rule(ADULT, Verb.READ));
    assertThat(bob.call("0xS:0x001:k").status()).isEqualTo(Status.OK);

    bob.logout();

    assertThat(bob.call("0xS:0x001:k").status()).isEqualTo(Status.UNAUTHORIZED);
  }

  @Test
  void whatWasWrittenByAnAttributeIsThereAfterAKillAndSoIsTheAttribute() throws Exception {
    owner.grant(rule(DOCTOR, Verb.READ, Verb.WRITE));
    assertThat(bob.call("0xSW:0x001:k:\"his\"").status()).isEqualTo(Status.OK);
    node.abandon();

    node = startAgain();

    assertThat(node.as(bob).call("0xS:0x001:k").payload().utf8()).isEqualTo("\"his\"");
    assertThat(node.as(bob).call("0xI:whoami").payload().utf8()).contains(DOCTOR);
  }

  private static long indexOf(Message answer) {
    assertThat(answer.status()).isEqualTo(Status.OK);
    Long index = answer.index();
    assertThat(index).isNotNull();
    return index;
  }

  private static Rule rule(String subject, Verb... verbs) {
    return new Rule(subject, FqmnPattern.parse("0xS:0x001:**"), Set.of(verbs));
  }
}
