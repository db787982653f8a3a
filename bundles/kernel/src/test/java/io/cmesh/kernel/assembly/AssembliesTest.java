package io.cmesh.kernel.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Role;
import io.cmesh.api.router.NameLookup;
import io.cmesh.api.router.Route;
import io.cmesh.api.router.Router;
import io.cmesh.kernel.support.FakeProvider;
import io.cmesh.kernel.support.FakeStore;
import io.cmesh.kernel.support.Roles;
import io.cmesh.kernel.support.StepScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssembliesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path home;

  private final StepScheduler scheduler = new StepScheduler();
  private final Assemblies assemblies = new Assemblies(scheduler);

  private RoleInstance fill(Role role, Object service) {
    return Roles.fill(assemblies, role, service, home, scheduler);
  }

  @Test
  void aPinKeepsWhatItSawWhateverIsInstalledMeanwhile() {
    FakeStore first = new FakeStore();
    fill(Role.STATE, first);
    try (Assembly.Pin pin = assemblies.pin()) {
      fill(Role.STATE, new FakeStore());

      assertThat(pin.assembly().store()).isSameAs(first);
      assertThat(assemblies.current().store()).isNotSameAs(first);
      assertThat(assemblies.current().generation()).isGreaterThan(pin.assembly().generation());
    }
  }

  @Test
  void theCacheStaysWithItsStoreAndAnotherStoreHasAnother() {
    fill(Role.STATE, new FakeStore());
    Object cache = assemblies.current().state();

    fill(Role.ROUTER, router());
    assertThat(assemblies.current().state()).isSameAs(cache);
    fill(Role.STATE, new FakeStore());
    assertThat(assemblies.current().state()).isNotSameAs(cache);
  }

  private static Router router() {
    return (fqmn, names) -> {
      throw new AssertionError("nobody routes here");
    };
  }

  static List<Consumer<Assembly>> roles() {
    return List.of(
        Assembly::state,
        Assembly::router,
        Assembly::registrar,
        Assembly::iam,
        Assembly::events,
        Assembly::consensus,
        Assembly::contract);
  }

  @ParameterizedTest
  @MethodSource("roles")
  void aRoleThatNobodyFillsIsUnavailableForAWhile(Consumer<Assembly> use) {
    MeshException e =
        catchThrowableOfType(MeshException.class, () -> use.accept(assemblies.current()));

    assertThat(e.status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(e.code()).isEqualTo("CMESH-ASM-001");
    assertThat(e.retryAfter()).isPresent();
    assertThat(e.hint().orElseThrow()).contains("cmesh role swap");
  }

  @Test
  void aRoleThatWasRemovedIsNobodysUntilItIsFilledAgain() {
    fill(Role.STATE, new FakeStore());

    assemblies.remove(Role.STATE);

    assertThat(assemblies.current().instance(Role.STATE)).isEmpty();
    assertThat(assemblies.current().label(Role.STATE)).isEqualTo("none");
    fill(Role.STATE, new FakeStore());
    assertThat(assemblies.current().label(Role.STATE)).isEqualTo("fake/1.0.0");
  }

  @Test
  void anAssemblyIsDrainedOnceItsLastPinIsGone() {
    fill(Role.STATE, new FakeStore());
    Assembly.Pin one = assemblies.pin();
    Assembly.Pin two = assemblies.pin();
    Assembly before = assemblies.remove(Role.STATE);
    CompletableFuture<Boolean> drained = assemblies.drained(before, LIMIT).toCompletableFuture();

    one.close();
    scheduler.elapse(Duration.ofSeconds(1));
    assertThat(drained).isNotDone();
    two.close();
    scheduler.elapse(Duration.ofMillis(10));

    assertThat(drained).isCompletedWithValue(true);
    assertThat(scheduler.timers()).isZero();
  }

  @Test
  void whatAnEarlierAssemblyStillHoldsIsNotDrained() {
    fill(Role.STATE, new FakeStore());
    Assembly.Pin pin = assemblies.pin();
    fill(Role.ROUTER, router());
    Assembly before = assemblies.remove(Role.STATE);
    CompletableFuture<Boolean> drained = assemblies.drained(before, LIMIT).toCompletableFuture();

    scheduler.elapse(Duration.ofSeconds(1));
    assertThat(drained).isNotDone();
    pin.close();
    scheduler.elapse(Duration.ofMillis(10));

    assertThat(drained).isCompletedWithValue(true);
  }

  @Test
  void anAssemblyThatNobodyUsesIsDrainedAtOnce() {
    Assembly before = assemblies.remove(Role.STATE);

    assertThat(assemblies.drained(before, LIMIT).toCompletableFuture()).isCompletedWithValue(true);
    assertThat(scheduler.timers()).isZero();
  }

  @Test
  void aPinThatDoesNotEndInTimeIsReported() {
    Assembly.Pin pin = assemblies.pin();
    Assembly before = assemblies.remove(Role.STATE);
    CompletableFuture<Boolean> drained = assemblies.drained(before, LIMIT).toCompletableFuture();

    scheduler.elapse(LIMIT);

    assertThat(drained).isCompletedWithValue(false);
    assertThat(scheduler.timers()).isZero();
    pin.close();
  }

  @Test
  void anInstanceSaysHowItIsEvenWhereItsCheckFails() {
    FakeProvider<FakeStore> provider =
        new FakeProvider<>(Role.STATE, "fake", opening -> new FakeStore());
    Providers providers = new Providers();
    providers.add(provider);
    RoleInstance instance =
        Roles.openings(providers, home, scheduler).open(Role.STATE, "fake", "state-fake-1");
    assertThat(instance.health()).isEqualTo(Health.OK);

    RoleInstance broken =
        new RoleInstance(
            instance.descriptor(), "state-fake-1", new BrokenInstance(), instance.life());

    assertThat(broken.health().grade()).isEqualTo(Health.Grade.DOWN);
    assertThat(broken.health().text()).contains("the check itself failed");
  }

  private static final class BrokenInstance implements Instance<FakeStore> {
    @Override
    public FakeStore service() {
      throw new AssertionError("not asked for");
    }

    @Override
    public Health health() {
      throw new IllegalStateException("broken");
    }

    @Override
    public void close() {}
  }

  /** A service that notices who uses it once it is closed. */
  private static final class Guarded implements Router {
    private volatile boolean closed;

    @Override
    public Route route(Fqmn fqmn, NameLookup names) {
      throw new AssertionError("nobody routes here");
    }
  }

  @Test
  void noPinEverSeesAClosedInstanceHoweverOftenItIsSwapped() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    AtomicBoolean ended = new AtomicBoolean();
    fill(Role.ROUTER, new Guarded());
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      List<Future<Long>> users = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        users.add(pool.submit(() -> use(ended, seen)));
      }
      for (int i = 0; i < 1_000; i++) {
        swap();
      }
      ended.set(true);
      for (Future<Long> user : users) {
        assertThat(user.get(60, TimeUnit.SECONDS)).isPositive();
      }
    } finally {
      ended.set(true);
      pool.shutdownNow();
    }
    assertThat(seen).isEmpty();
  }

  private void swap() {
    Assembly before = assemblies.current();
    Guarded old = (Guarded) before.router();
    fill(Role.ROUTER, new Guarded());
    while (before.isPinned()) {
      Thread.yield();
    }
    old.closed = true;
  }

  private long use(AtomicBoolean ended, List<String> seen) {
    long uses = 0;
    do {
      try (Assembly.Pin pin = assemblies.pin()) {
        Guarded router = (Guarded) pin.assembly().router();
        for (int i = 0; i < 20; i++) {
          if (router.closed) {
            seen.add("generation " + pin.assembly().generation() + " was closed under a pin");
          }
        }
      }
      uses++;
    } while (!ended.get());
    return uses;
  }
}
