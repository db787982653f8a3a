package io.cmesh.kernel.handlers.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameCommands.Registration;
import io.cmesh.api.registrar.NameCommands.Transfer;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.NameSignature;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.kernel.handlers.Ownership;
import io.cmesh.tck.support.TestKeys;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names registered, transferred, released. */
class NameHandlersTest {
  private static final Principal ALICE = Principal.identity("did:key:zAlice", "s1");
  private static final Principal BOB = Principal.identity("did:key:zBob", "s2");
  private static final Instant NOW = Instant.ofEpochMilli(1_763_616_000_123L);

  private final TestKeys keys = new TestKeys();
  private final MapView view = new MapView();

  @Test
  void anUnregisteredNameBecomesTheSenders() {
    Effects effects = register(ALICE, "Hello.mcom", "0xS:0x001");

    assertThat(effects.status()).isEqualTo(Status.OK);
    assertThat(effects.payload().utf8())
        .isEqualTo(
            "{\"name\":\"Hello.mcom\",\"target\":\"0xS:0x001\",\"owner\":\"did:key:zAlice\"}");
    assertThat(record("hello.mcom"))
        .isEqualTo(new NameRecord("Hello.mcom", "0xS:0x001", ALICE.did(), NOW.toEpochMilli(), 1));
  }

  @Test
  void aRegistrationIsToldOnTheRegistrarsChannels() {
    Effects effects = register(ALICE, "Hello.mcom", "0xS:0x001");

    assertThat(effects.events())
        .extracting(EventEffect::subject)
        .containsExactly("events.registrar.Registered", "events.registrar.hello.mcom.Registered");
    assertThat(effects.events()).extracting(EventEffect::payload).containsOnly(effects.payload());
  }

  @Test
  void aTakenNameIsRefusedAndTheOwnerKeepsIt() {
    register(ALICE, "hello.mcom", "0xS:0x001");

    refused(Status.CONFLICT, () -> register(BOB, "HELLO.mcom", "0xS:0x002"));
    refused(Status.CONFLICT, () -> register(ALICE, "hello.mcom", "0xS:0x002"));
    assertThat(record("hello.mcom").owner()).isEqualTo(ALICE.did());
    assertThat(record("hello.mcom").target()).isEqualTo("0xS:0x001");
  }

  @Test
  void whoeverSignedBecomesTheOwner() {
    register(ALICE, signed("hello.mcom", "0xS:0x001", "0xS:0x001"));

    assertThat(record("hello.mcom").owner()).isEqualTo(keys.nodeDid());
    assertThat(owned(keys.nodeDid())).isEqualTo(1);
  }

  @Test
  void aSignatureOverSomethingElseIsRefused() {
    refused(
        Status.FORBIDDEN, () -> register(ALICE, signed("hello.mcom", "0xS:0x001", "0xS:0x002")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0xSW:0x1:k:v", "0xI:whoami", "nonsense", ""})
  void whatCannotBeATargetIsRefused(String target) {
    refused(Status.BAD_REQUEST, () -> register(ALICE, "hello.mcom", target));
  }

  @Test
  void theRuntimeCannotBeNamed() {
    refused(Status.FORBIDDEN, () -> register(ALICE, "hello.mcom", "0xA:1:0x001:f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "-a.mcom", "a..mcom"})
  void whatIsNoNameIsRefused(String name) {
    refused(Status.BAD_REQUEST, () -> register(ALICE, name, "0xS:0x001"));
  }

  @Test
  void anOwnerTransfersAndTheNewOneDecides() {
    register(ALICE, "hello.mcom", "0xS:0x001");

    Effects effects = transfer(ALICE, "HELLO.mcom", keys.nodeDid());
    assertThat(record("hello.mcom").owner()).isEqualTo(keys.nodeDid());
    assertThat(record("hello.mcom").registeredAt()).isEqualTo(NOW.toEpochMilli());
    assertThat(effects.events().get(0).subject()).isEqualTo("events.registrar.Transferred");
    assertThat(owned(ALICE.did())).isZero();
    assertThat(owned(keys.nodeDid())).isEqualTo(1);
    refused(Status.FORBIDDEN, () -> transfer(ALICE, "hello.mcom", keys.nodeDid()));
  }

  @Test
  void aTransferToItselfChangesNoCount() {
    register(ALICE, signed("hello.mcom", "0xS:0x001", "0xS:0x001"));

    transfer(Principal.identity(keys.nodeDid(), "s3"), "hello.mcom", keys.nodeDid());
    assertThat(owned(keys.nodeDid())).isEqualTo(1);
  }

  @Test
  void nobodyElseTransfersOrReleases() {
    register(ALICE, "hello.mcom", "0xS:0x001");

    refused(Status.FORBIDDEN, () -> transfer(BOB, "hello.mcom", keys.nodeDid()));
    refused(Status.FORBIDDEN, () -> release(BOB, "hello.mcom"));
    refused(Status.FORBIDDEN, () -> release(Principal.operator("did:key:zOp"), "hello.mcom"));
    assertThat(record("hello.mcom").owner()).isEqualTo(ALICE.did());
  }

  @Test
  void aNameIsNotGivenToWhatIsNoDid() {
    register(ALICE, "hello.mcom", "0xS:0x001");

    refused(Status.BAD_REQUEST, () -> transfer(ALICE, "hello.mcom", "bob"));
  }

  @Test
  void anUnknownNameIsNotFound() {
    refused(Status.NOT_FOUND, () -> transfer(ALICE, "hello.mcom", keys.nodeDid()));
    refused(Status.NOT_FOUND, () -> release(ALICE, "hello.mcom"));
  }

  @Test
  void aReleasedNameIsAnybodysToRegister() {
    register(ALICE, "Hello.mcom", "0xS:0x001");

    Effects effects = release(ALICE, "hello.mcom");
    assertThat(effects.events().get(0).subject()).isEqualTo("events.registrar.Released");
    assertThat(owned(ALICE.did())).isZero();

    register(BOB, "hello.mcom", "0xS:0x002");
    assertThat(record("hello.mcom").owner()).isEqualTo(BOB.did());
  }

  @Test
  void whoOwnsTooMuchRegistersNoMore() {
    view.put(Ownership.COUNTS, Bytes.utf8(ALICE.did()), Bytes.ofLong(Ownership.QUOTA));

    refused(Status.FORBIDDEN, () -> register(ALICE, "hello.mcom", "0xS:0x001"));
    register(BOB, "hello.mcom", "0xS:0x001");
  }

  @Test
  void handlersAreVersionedByTheirType() {
    assertThat(new NameRegister().type()).isEqualTo("name.register/1");
    assertThat(new NameTransfer().type()).isEqualTo("name.transfer/1");
    assertThat(new NameRelease().type()).isEqualTo("name.release/1");
  }

  private Registration signed(String name, String target, String signedTarget) {
    Bytes signature = keys.sign(NameSignature.signed(name, signedTarget));
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(signature.toArray());
    return new Registration(name, target, keys.nodeDid(), text);
  }

  private Effects register(Principal by, String name, String target) {
    return register(by, new Registration(name, target, null, null));
  }

  private Effects register(Principal by, Registration registration) {
    return apply(new NameRegister(), by, NameCommands.register(registration));
  }

  private Effects transfer(Principal by, String name, String owner) {
    return apply(new NameTransfer(), by, NameCommands.transfer(new Transfer(name, owner)));
  }

  private Effects release(Principal by, String name) {
    return apply(new NameRelease(), by, NameCommands.release(name));
  }

  private Effects apply(CommandHandler handler, Principal by, CommandDraft draft) {
    DedupId id = new DedupId(Bytes.ofLong(1));
    Effects effects = handler.apply(new Command(draft.type(), by, NOW, 1, id, draft.body()), view);
    effects.mutations().forEach(view::apply);
    return effects;
  }

  private NameRecord record(String name) {
    Versioned value = view.get(Names.NAMESPACE, Names.key(name));
    return Names.decode(value.value(), value.version());
  }

  private long owned(String did) {
    Versioned count = view.get(Ownership.COUNTS, Bytes.utf8(did));
    return count == null ? 0 : count.value().longAt(0);
  }

  private static void refused(Status status, Runnable call) {
    MeshException e = catchThrowableOfType(MeshException.class, call::run);
    assertThat(e).isNotNull();
    assertThat(e.status()).isEqualTo(status);
  }

  /** State in a map. */
  private static final class MapView implements View {
    private final Map<String, Map<Bytes, Versioned>> namespaces = new HashMap<>();

    void apply(Mutation mutation) {
      Bytes value = mutation.value();
      if (value == null) {
        namespace(mutation.namespace()).remove(mutation.key());
      } else {
        put(mutation.namespace(), mutation.key(), value);
      }
    }

    void put(String namespace, Bytes key, Bytes value) {
      namespace(namespace).put(key, new Versioned(value, 1));
    }

    private Map<Bytes, Versioned> namespace(String name) {
      return namespaces.computeIfAbsent(name, n -> new HashMap<>());
    }

    @Override
    public long index() {
      return 1;
    }

    @Override
    public @Nullable Versioned get(String namespace, Bytes key) {
      return namespace(namespace).get(key);
    }

    @Override
    public Scan scan(String namespace, Bytes from, @Nullable Bytes to) {
      throw new IllegalStateException("handlers of names do not scan");
    }
  }
}
