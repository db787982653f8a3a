package io.cmesh.tck.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameCommands.Registration;
import io.cmesh.api.registrar.NameCommands.Transfer;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.NameSignature;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.tck.ProviderKit;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every provider of the registrar role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class and returns its factory.
 */
@DisplayName("The registrar role")
public abstract class RegistrarKit extends ProviderKit<Registrar> {
  private final NamesView view =
      new NamesView()
          .with("helloWorld.mcom", "0xS:0x001", "did:key:zAlice")
          .with("a.mcom", "0xR:helloWorld.mcom", "did:key:zBob")
          .with("b.mcom", "0xE:demo.a", "did:key:zBob");

  private TestOpening opening;
  private Instance<Registrar> instance;
  private Registrar registrar;

  /** Of the registrar role. */
  protected RegistrarKit() {
    super(Role.REGISTRAR);
  }

  @Override
  protected abstract ProviderFactory<Registrar> factory();

  /** Adds a suffix beside {@code .mcom} to the provider's configuration. */
  protected abstract void serve(TestOpening opening, String suffix);

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir);
    settings().forEach(opening::set);
    reopen();
  }

  private void reopen() {
    Opening made = opening.opening();
    instance = factory().open(made);
    registrar = instance.service();
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  @Test
  @DisplayName("resolves a name whatever its case, and keeps it as first written")
  void aNameIsResolvedWhateverItsCase() {
    NameRecord record = registrar.resolve("HELLOworld.MCOM", view).orElseThrow();

    assertThat(record.name()).isEqualTo("helloWorld.mcom");
    assertThat(record.target()).isEqualTo("0xS:0x001");
    assertThat(record.owner()).isEqualTo("did:key:zAlice");
    assertThat(record.index()).isEqualTo(1);
  }

  @Test
  @DisplayName("finds nothing where nothing is registered")
  void anUnknownNameIsEmpty() {
    assertThat(registrar.resolve("nobody.mcom", view)).isEmpty();
    assertThat(registrar.resolve("a".repeat(300) + ".mcom", view)).isEmpty();
  }

  @Test
  @DisplayName("answers 404 for a suffix it does not serve")
  void anotherSuffixIsNotFound() {
    refused(Status.NOT_FOUND, () -> registrar.resolve("hello.com", view));
    refused(Status.NOT_FOUND, () -> registrar.resolve("hello", view));
    refused(Status.NOT_FOUND, () -> registrar.resolve(".mcom", view));
    refused(Status.NOT_FOUND, () -> registrar.resolve("hellomcom", view));
    refused(Status.NOT_FOUND, () -> register("0xRW:hello.com:0xS:0x001"));
    refused(Status.NOT_FOUND, () -> registrar.transfer("hello.com", opening.keys().nodeDid()));
    refused(Status.NOT_FOUND, () -> registrar.release("hello.com"));
  }

  @Test
  @DisplayName("serves the suffixes it is configured for, and .mcom always")
  void configuredSuffixesAreServed() {
    serve(opening, ".mesh");
    instance.close();
    reopen();

    assertThat(registrar.resolve("hello.MESH", view)).isEmpty();
    assertThat(registrar.resolve("a.mcom", view)).isPresent();
    assertThat(register("0xRW:hello.mesh:0xS:0x001").name()).isEqualTo("hello.mesh");
    refused(Status.NOT_FOUND, () -> registrar.resolve("hello.com", view));
  }

  @Test
  @DisplayName("lists names in alphabetical order, from one on, and no more than asked for")
  void namesAreListedInOrder() {
    assertThat(registrar.list("", 10, view))
        .extracting(NameRecord::name)
        .containsExactly("a.mcom", "b.mcom", "helloWorld.mcom");
    assertThat(registrar.list("B", 10, view))
        .extracting(NameRecord::name)
        .containsExactly("b.mcom", "helloWorld.mcom");
    assertThat(registrar.list("", 1, view)).hasSize(1);
    assertThat(registrar.list("x", 10, view)).isEmpty();
  }

  @Test
  @DisplayName("forms the command that registers a name, name and target as written")
  void aRegistrationIsFormedAsWritten() {
    assertThat(register("0xRW:New.mcom:0xS:0xAB:f:[\"x\"]"))
        .isEqualTo(new Registration("New.mcom", "0xS:0xAB:f:[\"x\"]", null, null));
  }

  @Test
  @DisplayName("takes the signature of another owner, and refuses one that is not his")
  void aSignatureIsChecked() {
    String did = opening.keys().nodeDid();
    Bytes signed = opening.keys().sign(NameSignature.signed("new.mcom", "0xS:0x001"));
    String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(signed.toArray());

    assertThat(register("0xRW:new.mcom:0xS:0x001," + did + "," + signature))
        .isEqualTo(new Registration("new.mcom", "0xS:0x001", did, signature));
    refused(Status.FORBIDDEN, () -> register("0xRW:new.mcom:0xS:0x002," + did + "," + signature));
    refused(Status.BAD_REQUEST, () -> register("0xRW:new.mcom:0xS:0x001," + did + ",c2ln"));
    refused(
        Status.BAD_REQUEST, () -> register("0xRW:new.mcom:0xS:0x001,did:key:z6Mk," + signature));
  }

  @Test
  @DisplayName("forms the commands that transfer and release")
  void transferAndReleaseAreFormed() {
    String did = opening.keys().nodeDid();
    CommandDraft transfer = registrar.transfer("a.mcom", did);
    CommandDraft release = registrar.release("a.mcom");

    assertThat(transfer.type()).isEqualTo(NameCommands.TRANSFER);
    assertThat(NameCommands.transfer(transfer.body())).isEqualTo(new Transfer("a.mcom", did));
    assertThat(release.type()).isEqualTo(NameCommands.RELEASE);
    assertThat(NameCommands.release(release.body())).isEqualTo("a.mcom");
    refused(Status.BAD_REQUEST, () -> registrar.transfer("a.mcom", "bob"));
  }

  @Test
  @DisplayName("refuses what is no registration")
  void anotherFqmnIsNoRegistration() {
    refused(Status.BAD_REQUEST, () -> register("0xR:a.mcom"));
  }

  private Registration register(String fqmn) {
    CommandDraft draft = registrar.register(Fqmn.parse(fqmn));
    assertThat(draft.type()).isEqualTo(NameCommands.REGISTER);
    return NameCommands.registration(draft.body());
  }

  private static void refused(Status status, ThrowingCallable call) {
    MeshException e = catchThrowableOfType(MeshException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.status()).isEqualTo(status);
  }
}
