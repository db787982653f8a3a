package io.cmesh.tck.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.command.Principal;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class DecisionRules extends IamRules {
  private static final Fqmn OWNED = Fqmn.parse("0xS:0x001:key");

  DecisionRules(IamKit kit) {
    super(kit);
  }

  @Test
  @DisplayName("no, where somebody else owns it and no rule says otherwise")
  void whatIsAnothersIsDenied() {
    own(new Client());
    assertThat(iam.decide(who(), Verb.READ, OWNED, view).allowed()).isFalse();
  }

  @Test
  @DisplayName("yes, to its owner")
  void theOwnerMay() {
    own(client);
    assertThat(iam.decide(who(), Verb.READ, OWNED, view).allowed()).isTrue();
  }

  @Test
  @DisplayName("by the rules as they are in state at that moment")
  void aRuleCountsAtOnce() {
    own(new Client());
    Rule rule = new Rule(client.did(), FqmnPattern.parse("0xS:0x001:**"), Set.of(Verb.READ));
    view.apply(Permissions.grant(rule, view));
    assertThat(iam.decide(who(), Verb.READ, OWNED, view).allowed()).isTrue();
    assertThat(iam.decide(who(), Verb.WRITE, OWNED, view).allowed()).isFalse();
    view.apply(Permissions.revoke(rule, view).orElseThrow());
    assertThat(iam.decide(who(), Verb.READ, OWNED, view).allowed()).isFalse();
  }

  @Test
  @DisplayName("by the rules of attributes that the caller disclosed, and of no others")
  void aRuleOfAnAttributeCounts() {
    own(new Client());
    String held = "attr:irma-demo.MijnOverheid.over18=yes";
    Principal holder = Principal.identity(client.did(), "session", Set.of(held));
    view.apply(
        Permissions.grant(
            new Rule(held, FqmnPattern.parse("0xS:0x001:**"), Set.of(Verb.READ)), view));
    assertThat(iam.decide(holder, Verb.READ, OWNED, view).allowed()).isTrue();
    assertThat(iam.decide(holder, Verb.WRITE, OWNED, view).allowed()).isFalse();
    assertThat(iam.decide(who(), Verb.READ, OWNED, view).allowed()).isFalse();
  }

  @Test
  @DisplayName("with a reason for people")
  void aDecisionHasAReason() {
    own(new Client());
    assertThat(iam.decide(who(), Verb.READ, OWNED, view).reason()).isNotBlank();
  }

  private void own(Client owner) {
    view.apply(Permissions.own(Permissions.resource(OWNED), owner.did()));
  }

  private Principal who() {
    return Principal.identity(client.did(), "session");
  }
}
