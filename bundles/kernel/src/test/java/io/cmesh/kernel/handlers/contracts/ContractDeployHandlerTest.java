package io.cmesh.kernel.handlers.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.contract.ContractCommands;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.contract.ContractResult;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Permissions;
import io.cmesh.kernel.order.Hashes;
import io.cmesh.kernel.support.FakeStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractDeployHandlerTest {
  private static final Principal ANN = Principal.identity("did:key:zAnn", "s1");
  private static final Principal BOB = Principal.identity("did:key:zBob", "s2");
  private static final Bytes CODE = Bytes.utf8("code");

  private final FakeStore store = new FakeStore();
  private final ContractDeployHandler handler = new ContractDeployHandler(Picky::new);

  /** A runtime that takes {@link #CODE} alone. */
  private static final class Picky implements ContractRuntime {
    @Override
    public Bytes check(Bytes code) {
      if (!code.equals(CODE)) {
        throw new MeshException(Status.BAD_REQUEST, "CMESH-CTR-T01", "code: not a program");
      }
      return Bytes.utf8("{\"functions\":2}");
    }

    @Override
    public ContractResult execute(ContractCall call, ContractHost host) {
      throw new AssertionError("a deployment runs nothing");
    }

    @Override
    public ContractResult query(ContractCall call, ContractHost host) {
      throw new AssertionError("a deployment runs nothing");
    }
  }

  private Effects deploy(Principal by, String address, Bytes code) {
    CommandDraft draft =
        ContractCommands.deploy(new ContractCommands.Deployment(address, code, "coins"));
    DedupId id = new DedupId(Bytes.utf8("1"));
    return handler.apply(
        new Command(draft.type(), by, Instant.ofEpochMilli(5), 7, id, draft.body()), store);
  }

  private void commit(Effects effects) {
    for (Mutation mutation : effects.mutations()) {
      store.put(mutation.namespace(), mutation.key(), mutation.value());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"coins.mcom", "0x001:f", "001", "0x", "0xg"})
  void codeIsDeployedAtAnAddressAlone(String address) {
    MeshException e = refusal(ANN, address, CODE);

    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(e.code()).isEqualTo("CMESH-CTR-014");
    assertThat(e.text()).contains(address);
  }

  private MeshException refusal(Principal by, String address, Bytes code) {
    return catchThrowableOfType(MeshException.class, () -> deploy(by, address, code));
  }

  @Test
  void codeLiesUnderItsHashAndTheAddressNamesHashAndLabel() {
    commit(deploy(ANN, "0xAB", CODE));

    Bytes hash = Hashes.sha256(CODE);
    assertThat(store.get(ContractState.CODE, hash).value()).isEqualTo(CODE);
    assertThat(store.get(ContractState.CODE_HASHES, Bytes.utf8("0xab")).value())
        .isEqualTo(hash.concat(Bytes.utf8("coins")));
    assertThat(ContractState.hasCode("0xAb", store)).isTrue();
  }

  @Test
  void theAnswerAndTheEventTellWhatWasDeployed() {
    Effects effects = deploy(ANN, "0xab", CODE);

    assertThat(effects.status()).isEqualTo(Status.OK);
    assertThat(effects.payload().utf8())
        .isEqualTo(
            "{\"address\":\"0xab\",\"codeHash\":\""
                + Hashes.sha256(CODE).hex()
                + "\",\"label\":\"coins\",\"about\":{\"functions\":2}}");
    assertThat(effects.events())
        .containsExactly(new EventEffect("events.contracts.deployed", effects.payload()));
  }

  @Test
  void whoDeploysFirstAtAnAddressOwnsItAndOthersMayNot() {
    Effects first = deploy(ANN, "0xab", CODE);
    assertThat(first.mutations()).anyMatch(m -> m.namespace().equals(Permissions.OWNERS));
    first.mutations().stream()
        .filter(m -> m.namespace().equals(Permissions.OWNERS))
        .forEach(m -> store.put(m.namespace(), m.key(), m.value()));

    MeshException e = refusal(BOB, "0xab", CODE);

    assertThat(e.status()).isEqualTo(Status.FORBIDDEN);
    assertThat(e.code()).isEqualTo("CMESH-KRN-012");
    assertThat(deploy(ANN, "0xab", CODE).status()).isEqualTo(Status.OK);
  }

  @Test
  void codeIsNeverReplacedNotEvenByTheOwner() {
    commit(deploy(ANN, "0xab", CODE));

    MeshException e = refusal(ANN, "0xAB", CODE);

    assertThat(e.status()).isEqualTo(Status.CONFLICT);
    assertThat(e.code()).isEqualTo("CMESH-CTR-013");
  }

  @Test
  void theSameCodeMayLieAtSeveralAddresses() {
    commit(deploy(ANN, "0xab", CODE));
    commit(deploy(BOB, "0xac", CODE));

    assertThat(ContractState.hasCode("0xab", store)).isTrue();
    assertThat(ContractState.hasCode("0xac", store)).isTrue();
  }

  @Test
  void codeThatTheRuntimeCannotRunIsRefusedAndNothingIsClaimed() {
    MeshException e = refusal(ANN, "0xab", Bytes.utf8("prose"));

    assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    assertThat(e.code()).isEqualTo("CMESH-CTR-T01");
    assertThat(ContractState.hasCode("0xab", store)).isFalse();
    assertThat(deploy(BOB, "0xab", CODE).status()).isEqualTo(Status.OK);
  }
}
