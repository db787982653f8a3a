package io.cmesh.kernel.handlers.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.PermissionCommands;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import io.cmesh.tck.support.MapView;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PermissionHandlersTest {
  private static final Principal OPERATOR = Principal.operator("did:key:operator");
  private static final Principal ALICE = Principal.identity("did:key:alice", "a");
  private static final Principal BOB = Principal.identity("did:key:bob", "b");

  private final MapView state = new MapView();

  @Test
  void theOperatorMakesTheFirstRule() {
    Effects effects = grant(OPERATOR, rule("did:key:alice", "0xS:0x001:**", Verb.READ));
    assertThat(effects.payload().utf8())
        .isEqualTo(
            "{\"subject\":\"did:key:alice\",\"pattern\":\"0xS:0x001:**\",\"verbs\":[\"read\"]}");
    assertThat(Permissions.rulesOf("did:key:alice", state))
        .containsExactly(rule("did:key:alice", "0xS:0x001:**", Verb.READ));
  }

  @Test
  void anIdentityWithoutAnyRightGrantsNothing() {
    state.apply(Permissions.own("0xS:0x001", "did:key:owner"));
    refused(
        Status.FORBIDDEN,
        "CMESH-PRM-021",
        () -> grant(ALICE, rule("did:key:alice", "0xS:0x001:**", Verb.READ)));
    assertThat(Permissions.rulesOf("did:key:alice", state)).isEmpty();
  }

  @Test
  void anOwnerGrantsOnWhatIsItsOwn() {
    state.apply(Permissions.own("0xS:0x001", ALICE.did()));
    grant(ALICE, rule(BOB.did(), "0xS:0x001:**", Verb.READ));
    assertThat(Permissions.rulesOf(BOB.did(), state)).hasSize(1);
    refused(
        Status.FORBIDDEN,
        "CMESH-PRM-021",
        () -> grant(ALICE, rule(BOB.did(), "0xS:0x002:**", Verb.READ)));
  }

  @Test
  void whoMayReadMayNotGrant() {
    state.apply(Permissions.own("0xS:0x001", "did:key:owner"));
    grant(OPERATOR, rule(ALICE.did(), "0xS:0x001:**", Verb.READ));
    refused(
        Status.FORBIDDEN,
        "CMESH-PRM-021",
        () -> grant(ALICE, rule(BOB.did(), "0xS:0x001:**", Verb.READ)));
  }

  @Test
  void anAdministratorGrantsWithinItsPatternAlone() {
    grant(OPERATOR, rule(ALICE.did(), "0xS:0x001:**", Verb.ADMINISTER));
    grant(ALICE, rule(BOB.did(), "0xS:0x001:key", Verb.WRITE));
    refused(
        Status.FORBIDDEN,
        "CMESH-PRM-021",
        () -> grant(ALICE, rule(ALICE.did(), "**", Verb.ADMINISTER)));
  }

  @Test
  void aRevokedRuleIsGone() {
    Rule rule = rule(ALICE.did(), "0xS:0x001:**", Verb.READ);
    grant(OPERATOR, rule);
    revoke(OPERATOR, rule);
    assertThat(Permissions.rulesOf(ALICE.did(), state)).isEmpty();
  }

  @Test
  void nobodyRevokesWhatTheyMayNotGrant() {
    state.apply(Permissions.own("0xS:0x001", "did:key:owner"));
    Rule rule = rule(ALICE.did(), "0xS:0x001:**", Verb.READ);
    grant(OPERATOR, rule);
    refused(Status.FORBIDDEN, "CMESH-PRM-021", () -> revoke(BOB, rule));
    assertThat(Permissions.rulesOf(ALICE.did(), state)).containsExactly(rule);
  }

  @Test
  void aRuleThatIsNotThereCannotBeRevoked() {
    refused(
        Status.NOT_FOUND,
        "CMESH-PRM-022",
        () -> revoke(OPERATOR, rule(ALICE.did(), "0xS:0x001:**", Verb.READ)));
  }

  @Test
  void aMalformedBodyIsRefusedAndDoesNotHaltTheApplier() {
    Bytes good = PermissionCommands.grant(rule(ALICE.did(), "0xS:0x001:**", Verb.READ)).body();
    for (int size = 0; size < good.size() - "S:0x001:**".length(); size++) {
      CommandDraft cut = new CommandDraft(PermissionCommands.GRANT, good.slice(0, size));
      assertThatThrownBy(() -> apply(new PermissionGrant(), OPERATOR, cut))
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.status()).isEqualTo(Status.BAD_REQUEST));
    }
  }

  private Effects grant(Principal by, Rule rule) {
    return apply(new PermissionGrant(), by, PermissionCommands.grant(rule));
  }

  private Effects revoke(Principal by, Rule rule) {
    return apply(new PermissionRevoke(), by, PermissionCommands.revoke(rule));
  }

  private Effects apply(CommandHandler handler, Principal by, CommandDraft draft) {
    assertThat(handler.type()).isEqualTo(draft.type());
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    DedupId id = new DedupId(Bytes.utf8("id"));
    Effects effects = handler.apply(new Command(draft.type(), by, at, 1, id, draft.body()), state);
    effects.mutations().forEach(state::apply);
    return effects;
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

  private static Rule rule(String subject, String pattern, Verb verb) {
    return new Rule(subject, FqmnPattern.parse(pattern), Set.of(verb));
  }
}
