package io.cmesh.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.contract.ContractHost;
import io.cmesh.api.contract.ContractResult;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.JsonSyntax;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.tck.ProviderKit;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every provider of the contract role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class, and brings its factory and a few contracts.
 */
@DisplayName("The contract role")
public abstract class ContractRuntimeKit extends ProviderKit<ContractRuntime> {
  private static final long PLENTY = 1_000_000_000L;

  private TestOpening opening;
  private Instance<ContractRuntime> instance;
  private ContractRuntime runtime;

  /**
   * A function of some code.
   *
   * @param arguments one JSON value, or null
   */
  public record Sample(Bytes code, String function, @Nullable String arguments) {}

  /** Of the contract role. */
  protected ContractRuntimeKit() {
    super(Role.CONTRACT);
  }

  @Override
  protected abstract ProviderFactory<ContractRuntime> factory();

  /** Writes to its storage, and answers differently once it has: an append, a counter. */
  protected abstract Sample writing();

  /** Reads what {@link #writing} writes; of the same code. */
  protected abstract Sample reading();

  /** Fails by its own decision. */
  protected abstract Sample failing();

  /** What this runtime cannot run. */
  protected abstract List<Bytes> badCode();

  @BeforeEach
  void open(@TempDir Path dir) {
    opening = TestOpening.in(dir);
    settings().forEach(opening::set);
    instance = factory().open(opening.opening());
    runtime = instance.service();
  }

  @AfterEach
  void close() {
    instance.close();
    opening.close();
  }

  @Test
  @DisplayName("describes code it can run, as JSON")
  void goodCodeIsDescribed() {
    assertThat(JsonSyntax.check(runtime.check(writing().code()).utf8())).isNull();
    assertThat(JsonSyntax.check(runtime.check(failing().code()).utf8())).isNull();
  }

  @Test
  @DisplayName("refuses code it cannot run")
  void badCodeIsRefused() {
    for (Bytes code : badCode()) {
      MeshException e = catchThrowableOfType(MeshException.class, () -> runtime.check(code));
      assertThat(e).as(code.toString()).isNotNull();
      assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
    }
  }

  @Test
  @DisplayName("executes, and later queries see what was written")
  void whatIsWrittenIsRead() {
    MapHost host = new MapHost();
    Bytes before = query(reading(), new MapHost().readOnly()).payload();

    execute(writing(), host);

    assertThat(host.storage()).isNotEmpty();
    assertThat(query(reading(), host.readOnly()).payload()).isNotEqualTo(before);
  }

  @Test
  @DisplayName("gives the same result, writes, events and gas every time, on every instance")
  void executionIsDeterministic() {
    MapHost one = new MapHost();
    MapHost two = new MapHost();
    try (Instance<ContractRuntime> other = factory().open(opening.opening())) {
      for (int i = 0; i < 50; i++) {
        ContractResult first = execute(writing(), one);
        ContractResult second = other.service().execute(call(writing(), PLENTY), two);
        assertThat(second).isEqualTo(first);
      }
    }

    assertThat(two.storage()).isEqualTo(one.storage());
    assertThat(two.events()).isEqualTo(one.events());
  }

  @Test
  @DisplayName("answers JSON, and says how much gas it took")
  void resultsAreJsonAndGas() {
    ContractResult result = execute(writing(), new MapHost());

    assertThat(JsonSyntax.check(result.payload().utf8())).isNull();
    assertThat(result.gasUsed()).isBetween(1L, PLENTY);
  }

  @Test
  @DisplayName("needs no more gas than it says, and ends without enough")
  void gasIsALimit() {
    long used = execute(writing(), new MapHost()).gasUsed();

    assertThat(runtime.execute(call(writing(), used), new MapHost()).gasUsed()).isEqualTo(used);
    for (long limit : new long[] {0, 1, used - 1}) {
      assertThat(
              catchThrowableOfType(
                  MeshException.class,
                  () -> runtime.execute(call(writing(), limit), new MapHost())))
          .as("limit %s", limit)
          .isNotNull();
    }
  }

  @Test
  @DisplayName("reports a contract's own failure")
  void aFailureIsTyped() {
    MeshException e =
        catchThrowableOfType(MeshException.class, () -> execute(failing(), new MapHost()));

    assertThat(e).isNotNull();
    assertThat(e.status().isSuccess()).isFalse();
  }

  @Test
  @DisplayName("does not find an unknown function")
  void anUnknownFunctionIsRefused() {
    Sample unknown = new Sample(writing().code(), "no_such_function", null);

    assertThat(
            catchThrowableOfType(MeshException.class, () -> execute(unknown, new MapHost()))
                .status()
                .code())
        .isIn(400, 404);
  }

  @Test
  @DisplayName("lets a query write nothing")
  void aQueryWritesNothing() {
    MapHost host = new MapHost().readOnly();

    assertThat(catchThrowableOfType(MeshException.class, () -> query(writing(), host))).isNotNull();
    assertThat(host.storage()).isEmpty();
  }

  @Test
  @DisplayName("works on after a failure")
  void aFailureLeavesTheRuntimeWhole() {
    MapHost host = new MapHost();
    ContractResult first = execute(writing(), new MapHost());
    assertThat(catchThrowableOfType(MeshException.class, () -> execute(failing(), new MapHost())))
        .isNotNull();

    assertThat(execute(writing(), host)).isEqualTo(first);
  }

  @Test
  @DisplayName("runs queries side by side, and beside an execution")
  void queriesRunSideBySide() {
    MapHost filled = new MapHost();
    execute(writing(), filled);
    Bytes expected = query(reading(), filled.readOnly()).payload();

    List<CompletableFuture<Bytes>> queries =
        IntStream.range(0, 64)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> query(reading(), filled).payload()))
            .toList();
    for (int i = 0; i < 64; i++) {
      execute(writing(), new MapHost());
    }

    assertThat(queries).allSatisfy(q -> assertThat(q.join()).isEqualTo(expected));
  }

  private ContractResult execute(Sample sample, ContractHost host) {
    return runtime.execute(call(sample, PLENTY), host);
  }

  private ContractResult query(Sample sample, ContractHost host) {
    return runtime.query(call(sample, PLENTY), host);
  }

  private static ContractCall call(Sample sample, long gasLimit) {
    return new ContractCall(
        sample.code(),
        sha256(sample.code()),
        "0x001",
        sample.function(),
        sample.arguments(),
        Principal.identity("did:key:zAlice", "s1"),
        1_763_616_000_000L,
        gasLimit);
  }

  private static Bytes sha256(Bytes code) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(code.unsafeArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
