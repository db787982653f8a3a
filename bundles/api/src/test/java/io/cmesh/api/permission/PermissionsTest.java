package io.cmesh.api.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what. */
class PermissionsTest {
  private static final Principal ALICE = Principal.identity("did:key:zAlice", "s1");
  private static final Principal BOB = Principal.identity("did:key:zBob", "s2");
  private static final String ADULT = "attr:irma-demo.MijnOverheid.over18=yes";
  private static final String DOCTOR = "attr:nuts.agb.profession=doctor";
  private static final Principal CAROL =
      Principal.identity("did:key:zCarol", "s3", Set.of(DOCTOR, ADULT));
  private static final Principal OPERATOR = Principal.operator("did:key:zOperator");
  private static final Principal NODE = Principal.node("did:key:zNode");

  private final MapView view = new MapView();

  @Test
  void whatAnotherOwnsIsDeniedByDefault() {
    own("0xS:0x001", ALICE);

    for (Verb verb : Verb.values()) {
      assertThat(decide(BOB, verb, "0xS:0x001:k").allowed()).isFalse();
    }
    assertThat(decide(BOB, Verb.WRITE, "0xSW:0x001:k:v").reason())
        .contains("did:key:zBob")
        .contains("write")
        .contains("0xSW:0x001:k:v")
        .doesNotContain("Alice");
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void anOwnerMayAllThere(Verb verb) {
    own("0xS:0x00ab", ALICE);

    assertThat(decide(ALICE, verb, "0xS:0x00AB:k").allowed()).isTrue();
  }

  @Test
  void theNodeMayAll() {
    own("0xS:0x001", ALICE);

    assertThat(decide(NODE, Verb.WRITE, "0xSW:0x001:k:v").allowed()).isTrue();
    assertThat(decide(NODE, Verb.WRITE, "0xEW:events.requests:1").allowed()).isTrue();
    assertThat(decide(NODE, Verb.EXECUTE, "0xA:1:0x001:f").allowed()).isTrue();
  }

  @Test
  void theOperatorGrantsAndIsOtherwiseAnIdentity() {
    own("0xS:0x001", ALICE);

    assertThat(mayGrant(OPERATOR, "**")).isTrue();
    assertThat(decide(OPERATOR, Verb.READ, "0xS:0x001:k").allowed()).isFalse();
    assertThat(decide(OPERATOR, Verb.WRITE, "0xSW:0x001:k:v").allowed()).isFalse();
    assertThat(decide(OPERATOR, Verb.READ, "0xC:group:members").allowed()).isTrue();
  }

  @Test
  void whatNobodyOwnsMayBeReadAndWritten() {
    assertThat(decide(BOB, Verb.READ, "0xS:0x001:k").allowed()).isTrue();
    assertThat(decide(BOB, Verb.WRITE, "0xSW:0x001:k:v").allowed()).isTrue();
    assertThat(decide(BOB, Verb.READ, "0xE:demo.a").allowed()).isTrue();
    assertThat(decide(BOB, Verb.WRITE, "0xEW:demo.a:1").allowed()).isTrue();
    assertThat(decide(BOB, Verb.ADMINISTER, "0xS:0x001:k").allowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0xI:whoami",
        "0xI:can:0xSW:0x001:k:v",
        "0xR:a.mcom",
        "0xC:chain:head",
        "0xE:0xR:Registered",
        "0xE:0xR:a.mcom:Released",
        "0xE:events.registrar.Registered",
        "0xE:events.registrar.>"
      })
  void everySessionMayResolveAskAndHearTheRegistrar(String fqmn) {
    assertThat(decide(BOB, Verb.READ, fqmn).allowed()).isTrue();
  }

  @Test
  void everySessionMayAskToRegister() {
    assertThat(decide(BOB, Verb.WRITE, "0xRW:a.mcom:0xS:0x001").allowed()).isTrue();
  }

  @Test
  void theRuntimeIsNobodysToCall() {
    grant(BOB, "**", Verb.ADMINISTER);

    assertThat(decide(BOB, Verb.EXECUTE, "0xA:1:0x001:f").allowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0xEW:events.requests:1",
        "0xEW:events.state.contracts.0x001.k:1",
        "0xEW:0xR:Registered:1",
        "0xEW:events.registrar.Registered:1"
      })
  void onlyTheNodePublishesOnItsChannels(String fqmn) {
    grant(BOB, "**", Verb.ADMINISTER);

    assertThat(decide(BOB, Verb.WRITE, fqmn).allowed()).isFalse();
    assertThat(decide(OPERATOR, Verb.WRITE, fqmn).allowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0xE:events.requests", "0xE:events.>", "0xE:events.audit.node-1:info"})
  void theNodesOtherChannelsAreReadByRule(String fqmn) {
    assertThat(decide(BOB, Verb.READ, fqmn).allowed()).isFalse();
    grant(BOB, "0xE:events.>", Verb.READ);
    assertThat(decide(BOB, Verb.READ, fqmn).allowed()).isTrue();
  }

  @Test
  void whoeverReadsAnAddressReadsWhatHappensThere() {
    String channel = "0xE:events.state.contracts.0x001.k";
    assertThat(decide(BOB, Verb.READ, channel).allowed()).isTrue();

    own("0xS:0x001", ALICE);
    assertThat(decide(ALICE, Verb.READ, channel).allowed()).isTrue();
    assertThat(decide(BOB, Verb.READ, channel).allowed()).isFalse();

    grant(BOB, "0xS:0x001:k", Verb.READ);
    assertThat(decide(BOB, Verb.READ, channel).allowed()).isTrue();
    assertThat(decide(BOB, Verb.READ, "0xE:events.state.contracts.0x001.other").allowed())
        .isFalse();
    assertThat(decide(BOB, Verb.READ, "0xE:events.state.contracts.0x001.>").allowed()).isFalse();

    grant(BOB, "0xS:0x001:*", Verb.READ);
    assertThat(decide(BOB, Verb.READ, "0xE:events.state.contracts.0x001.>").allowed()).isTrue();
    assertThat(decide(BOB, Verb.READ, "0xE:events.state.contracts.*.k").allowed()).isFalse();
  }

  @Test
  void aFilterOverChannelsIsReadByRuleAlone() {
    own("0xE:demo.a", ALICE);

    assertThat(decide(BOB, Verb.READ, "0xE:demo.*").allowed()).isFalse();
    assertThat(decide(ALICE, Verb.READ, "0xE:demo.*").allowed()).isFalse();
    grant(BOB, "0xE:demo.>", Verb.READ);
    assertThat(decide(BOB, Verb.READ, "0xE:demo.*").allowed()).isTrue();
  }

  @Test
  void aRulePermitsItsVerbsOnItsPattern() {
    own("0xS:0x001", ALICE);
    grant(BOB, "0xS:0x001:k", Verb.READ, Verb.WRITE);

    Decision read = decide(BOB, Verb.READ, "0xS:0x001:k");
    assertThat(read.allowed()).isTrue();
    assertThat(read.reason()).contains("0xS:0x001:k");
    assertThat(decide(BOB, Verb.WRITE, "0xSW:0x001:k:v").allowed()).isTrue();
    assertThat(decide(BOB, Verb.EXECUTE, "0xSW:0x001:k:v").allowed()).isFalse();
    assertThat(decide(BOB, Verb.READ, "0xS:0x001:other").allowed()).isFalse();
  }

  @Test
  void whoAdministersMayAllAndGrant() {
    own("0xS:0x001", ALICE);
    grant(BOB, "0xS:0x001:**", Verb.ADMINISTER);

    assertThat(decide(BOB, Verb.EXECUTE, "0xSW:0x001:k:v").allowed()).isTrue();
    assertThat(mayGrant(BOB, "0xS:0x001:k")).isTrue();
    assertThat(mayGrant(BOB, "0xS:0x002:k")).isFalse();
    assertThat(mayGrant(BOB, "0xS:**")).isFalse();
  }

  @Test
  void anOwnerGrantsOnWhatItOwnsAndNothingElse() {
    own("0xS:0x00ab", ALICE);
    own("0xE:demo.a", ALICE);

    assertThat(mayGrant(ALICE, "0xSW:0x00AB:**")).isTrue();
    assertThat(mayGrant(ALICE, "0xE:demo.a")).isTrue();
    assertThat(mayGrant(ALICE, "0xE:events.state.contracts.0x00ab.k")).isTrue();
    assertThat(mayGrant(BOB, "0xS:0x00ab:**")).isFalse();
    assertThat(mayGrant(ALICE, "0xS:0x00ac:**")).isFalse();
    assertThat(mayGrant(ALICE, "0xS:*:k")).isFalse();
    assertThat(mayGrant(ALICE, "0xE:demo.*")).isFalse();
    assertThat(mayGrant(ALICE, "*:0x00ab:k")).isFalse();
    assertThat(mayGrant(ALICE, "**")).isFalse();
  }

  @Test
  void nobodyGrantsOnWhatNobodyOwns() {
    assertThat(mayGrant(BOB, "0xS:0x009:k")).isFalse();
  }

  @Test
  void behindAProxyTheInnerFqmnIsDecided() {
    own("0xS:0x001", ALICE);

    assertThat(decide(BOB, Verb.READ, "0xP:node-b:0xS:0x001:k").allowed()).isFalse();
    assertThat(decide(ALICE, Verb.READ, "0xP:node-b:0xSW:0x001:k:v").allowed()).isTrue();
    grant(BOB, "0xS:0x001:k", Verb.READ);
    assertThat(decide(BOB, Verb.READ, "0xP:node-b:0xS:0x001:k").allowed()).isTrue();
    assertThat(decide(BOB, Verb.READ, "0xP:node-b:0xSW:0x001:k:v").allowed()).isFalse();
  }

  @Test
  void aDecisionReadsAtMostTwoValues() {
    own("0xS:0x001", ALICE);
    grant(BOB, "0xS:0x001:k", Verb.READ);
    view.gets = 0;

    decide(BOB, Verb.READ, "0xS:0x001:k");
    assertThat(view.gets).isEqualTo(2);
    decide(BOB, Verb.READ, "0xE:events.state.contracts.0x001.k");
    assertThat(view.gets).isEqualTo(4);
    decide(ALICE, Verb.READ, "0xS:0x001:k");
    assertThat(view.gets).isEqualTo(5);
    decide(BOB, Verb.READ, "0xR:a.mcom");
    assertThat(view.gets).isEqualTo(5);
  }

  @Test
  void whoHoldsAnAttributeMayWhatItsRulesSay() {
    own("0xS:0x001", ALICE);
    grant(DOCTOR, "0xS:0x001:k", Verb.READ);

    assertThat(decide(CAROL, Verb.READ, "0xS:0x001:k").allowed()).isTrue();
    assertThat(decide(CAROL, Verb.WRITE, "0xSW:0x001:k:v").allowed()).isFalse();
    assertThat(decide(CAROL, Verb.READ, "0xS:0x001:other").allowed()).isFalse();
    assertThat(decide(CAROL, Verb.READ, "0xP:node-b:0xS:0x001:k").allowed()).isTrue();
    assertThat(decide(CAROL, Verb.READ, "0xE:events.state.contracts.0x001.k").allowed()).isTrue();
    assertThat(decide(BOB, Verb.READ, "0xS:0x001:k").allowed()).isFalse();
  }

  @Test
  void theRuleOfAnAttributeIsNamed() {
    own("0xS:0x001", ALICE);
    grant(DOCTOR, "0xS:0x001:k", Verb.READ);

    assertThat(decide(CAROL, Verb.READ, "0xS:0x001:k").reason())
        .isEqualTo("rule 0xS:0x001:k of " + DOCTOR);
    assertThat(decide(CAROL, Verb.WRITE, "0xS:0x001:k").reason())
        .contains("did:key:zCarol or its 2 attributes")
        .doesNotContain("attr:");
  }

  @Test
  void anotherValueOfTheAttributeIsAnotherSubject() {
    own("0xS:0x001", ALICE);
    grant("attr:irma-demo.MijnOverheid.over18=no", "0xS:0x001:k", Verb.READ);
    grant("attr:irma-demo.MijnOverheid.over18=ye", "0xS:0x001:k", Verb.READ);

    assertThat(decide(CAROL, Verb.READ, "0xS:0x001:k").allowed()).isFalse();
  }

  @Test
  void whoAdministersByAnAttributeMayGrant() {
    own("0xS:0x001", ALICE);
    grant(ADULT, "0xS:0x001:**", Verb.ADMINISTER);

    assertThat(mayGrant(CAROL, "0xS:0x001:k")).isTrue();
    assertThat(mayGrant(CAROL, "0xS:0x002:k")).isFalse();
    assertThat(mayGrant(BOB, "0xS:0x001:k")).isFalse();
  }

  @Test
  void anAttributeIsReadOnlyWhereTheRulesOfTheDidDoNotDecide() {
    own("0xS:0x001", CAROL);
    own("0xS:0x002", ALICE);
    grant(CAROL, "0xS:0x002:a", Verb.READ);
    grant(ADULT, "0xS:0x002:b", Verb.READ);
    view.gets = 0;

    decide(CAROL, Verb.READ, "0xS:0x001:k");
    assertThat(view.gets).isEqualTo(1);
    decide(CAROL, Verb.READ, "0xS:0x002:a");
    assertThat(view.gets).isEqualTo(3);
    decide(CAROL, Verb.READ, "0xS:0x002:b");
    assertThat(view.gets).isEqualTo(6);
    decide(CAROL, Verb.READ, "0xS:0x002:c");
    assertThat(view.gets).isEqualTo(10);
  }

  @Test
  void grantedVerbsAddUpAndRevokedOnesGo() {
    grant(BOB, "0xS:0x00AB:k", Verb.READ);
    grant(BOB, "0xSW:0x00ab:k", Verb.WRITE);
    assertThat(Permissions.rulesOf(BOB.did(), view))
        .singleElement()
        .extracting(Rule::verbs)
        .isEqualTo(Set.of(Verb.READ, Verb.WRITE));

    assertThat(revoke(BOB, "0xS:0x00ab:k", Verb.READ)).isTrue();
    assertThat(Permissions.rulesOf(BOB.did(), view))
        .containsExactly(rule(BOB.did(), "0xS:0x00AB:k", Verb.WRITE));
    assertThat(revoke(BOB, "0xS:0x00ab:k", Verb.READ)).isFalse();
    assertThat(revoke(BOB, "0xS:0x00ac:k", Verb.WRITE)).isFalse();

    assertThat(revoke(BOB, "0xS:0x00ab:k", Verb.WRITE)).isTrue();
    assertThat(view.get(Permissions.RULES, Bytes.utf8(BOB.did()))).isNull();
  }

  @Test
  void oneOfSeveralPatternsGoesAlone() {
    grant(BOB, "0xS:0x1:a", Verb.READ);
    grant(BOB, "0xS:0x1:b", Verb.EXECUTE);

    assertThat(revoke(BOB, "0xS:0x1:a", Verb.READ, Verb.WRITE)).isTrue();
    assertThat(Permissions.rulesOf(BOB.did(), view))
        .containsExactly(rule(BOB.did(), "0xS:0x1:b", Verb.EXECUTE));
  }

  @Test
  void everyRuleIsListedBySubject() {
    grant(BOB, "0xS:0x1:a", Verb.READ);
    grant(ALICE, "0xE:grüße", Verb.READ);
    Rule attribute = rule("attr:irma-demo.MijnOverheid.over18=yes", "0xS:0x1:a", Verb.READ);
    view.apply(Permissions.grant(attribute, view));

    assertThat(Permissions.all(view))
        .containsExactly(
            attribute,
            rule(ALICE.did(), "0xE:grüße", Verb.READ),
            rule(BOB.did(), "0xS:0x1:a", Verb.READ));
  }

  @Test
  void aSubjectHasRulesOnAtMostAThousandPatterns() {
    for (int i = 0; i < Permissions.MAX_PATTERNS; i++) {
      grant(BOB, "0xS:0x1:k" + i, Verb.READ);
    }
    grant(BOB, "0xS:0x1:k0", Verb.WRITE);
    MeshException e =
        catchThrowableOfType(MeshException.class, () -> grant(BOB, "0xS:0x1:more", Verb.READ));

    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(e.code()).isEqualTo("CMESH-PRM-002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bob", "did", "attr", "did:\n", "attr:a.b.c", "attr:a.b=v"})
  void aSubjectIsADidOrAnAttribute(String subject) {
    assertThatThrownBy(() -> Permissions.grant(rule(subject, "0xS:0x1:a", Verb.READ), view))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("subject");
  }

  @Test
  void aRuleWithoutVerbsIsRefused() {
    assertThatThrownBy(() -> Permissions.grant(rule(BOB.did(), "0xS:0x1:a"), view))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("read");
  }

  @Test
  void anOwnerIsKeptUnderItsResource() {
    own("0xS:0x001", ALICE);

    assertThat(Permissions.owner("0xS:0x001", view)).contains(ALICE.did());
    assertThat(Permissions.owner("0xS:0x002", view)).isEmpty();
  }

  @Test
  void aResourceIsTheAddressOrTheChannel() {
    assertThat(resource("0xSW:0xAB:k:v")).isEqualTo("0xS:0xab");
    assertThat(resource("0xEW:demo.A:1")).isEqualTo("0xE:demo.A");
    assertThat(resource("0xE:events.state.contracts.0xAB.k")).isEqualTo("0xS:0xab");
    assertThat(resource("0xP:b:0xS:0xAB:k")).isEqualTo("0xS:0xab");
    assertThat(resource("0xR:A.mcom")).isEqualTo("0xR:a.mcom");
    assertThat(resource("0xC:group:members")).isEqualTo("0xC:group:members");
  }

  @Test
  void anUnknownFormatIsRefused() {
    Bytes key = Bytes.utf8(BOB.did());
    view.apply(Mutation.put(Permissions.RULES, key, Bytes.wrap(new byte[] {2})));
    view.apply(Mutation.put(Permissions.OWNERS, Bytes.utf8("0xS:0x1"), Bytes.wrap(new byte[] {9})));

    assertThatThrownBy(() -> Permissions.rulesOf(BOB.did(), view))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 2");
    assertThatThrownBy(() -> Permissions.owner("0xS:0x1", view))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("format 9");
  }

  private void own(String resource, Principal who) {
    view.apply(Permissions.own(resource, who.did()));
  }

  private void grant(Principal who, String pattern, Verb... verbs) {
    grant(who.did(), pattern, verbs);
  }

  private void grant(String subject, String pattern, Verb... verbs) {
    view.apply(Permissions.grant(rule(subject, pattern, verbs), view));
  }

  private boolean revoke(Principal who, String pattern, Verb... verbs) {
    return Permissions.revoke(rule(who.did(), pattern, verbs), view).map(view::apply).isPresent();
  }

  private Decision decide(Principal who, Verb verb, String fqmn) {
    return Permissions.decide(who, verb, Fqmn.parse(fqmn), view);
  }

  private boolean mayGrant(Principal who, String pattern) {
    return Permissions.mayGrant(who, FqmnPattern.parse(pattern), view).allowed();
  }

  private static String resource(String fqmn) {
    return Permissions.resource(Fqmn.parse(fqmn));
  }

  private static Rule rule(String subject, String pattern, Verb... verbs) {
    Set<Verb> set = EnumSet.noneOf(Verb.class);
    set.addAll(Set.of(verbs));
    return new Rule(subject, FqmnPattern.parse(pattern), set);
  }
}
