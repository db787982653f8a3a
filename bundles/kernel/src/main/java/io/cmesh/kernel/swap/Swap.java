package io.cmesh.kernel.swap;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.node.SwapStep.Step;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One swap, from its plan to the closing of whichever instance lost. Whatever goes wrong before the
 * flip leaves the old one serving; after it the old one comes back, for as long as it is watched.
 */
final class Swap implements Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final NodeParts parts;
  private final SwapSettings settings;
  private final Role role;
  private final String provider;
  private final Steps steps;
  private final Supplier<CompletionStage<Void>> install;
  private final Runnable noted;
  private final Watchdog watchdog;
  private final CompletableFuture<Void> given = new CompletableFuture<>();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /** Whether it comes to the flip: decided once. */
  private enum Fate {
    OPEN,
    GOES_OVER,
    GIVEN_UP
  }

  private volatile @Nullable RoleInstance newcomer;
  private volatile @Nullable Move move;
  private volatile @Nullable Watch watch;
  private volatile @Nullable Assembly before;
  private volatile boolean flipped;

  /**
   * @param install makes the provider available
   * @param noted called whenever {@code steps} have something new to keep
   */
  Swap(
      NodeParts parts,
      SwapSettings settings,
      Role role,
      String provider,
      Steps steps,
      Supplier<CompletionStage<Void>> install,
      Runnable noted) {
    this.parts = parts;
    this.settings = settings;
    this.role = role;
    this.provider = provider;
    this.steps = steps;
    this.install = install;
    this.noted = noted;
    this.watchdog = new Watchdog(parts.scheduler(), parts.clock(), settings.stall());
    over.thenRun(this::forget);
  }

  // The last swap of each role is kept for its report: it must not keep a provider's classes.
  private void forget() {
    newcomer = null;
    move = null;
    watch = null;
    before = null;
    steps.progress(() -> Move.Progress.NONE);
  }

  Steps steps() {
    return steps;
  }

  Role role() {
    return role;
  }

  /** Completes once the newcomer serves; exceptionally where it was turned away. */
  CompletionStage<Void> run() {
    noted.run();
    CompletionStage<Void> way =
        step(Step.INSTALL, "installing", install)
            .thenCompose(there -> step(Step.OPEN, "opening", this::open))
            .thenCompose(open -> step(Step.COPY, "copying", () -> moving().copy()))
            .thenCompose(copied -> step(Step.VERIFY, "verifying", () -> moving().verify()))
            .thenCompose(verified -> step(Step.FLIP, "flipping", this::flip));
    return way.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            watch();
          } else {
            turnAway(Failures.of(failure));
          }
          settled.complete(null);
        });
  }

  private CompletionStage<Void> step(Step step, String what, Supplier<CompletionStage<Void>> work) {
    if (given.isCompletedExceptionally()) {
      return given;
    }
    steps.begin(step);
    CompletionStage<Void> done;
    try {
      done = work.get();
    } catch (RuntimeException | LinkageError e) {
      return CompletableFuture.failedFuture(e);
    }
    String text = what + " " + provider + " for " + role.text();
    CompletionStage<Void> guarded = watchdog.guard(text, this::moved, this::mayGiveUp, done);
    return CompletableFuture.anyOf(given, guarded.toCompletableFuture())
        .thenApply(any -> (Void) null);
  }

  private long moved() {
    Move now = move;
    return now == null ? 0 : now.progress().done();
  }

  private Move moving() {
    Move now = move;
    if (now == null) {
      throw new IllegalStateException("the newcomer is not open (expected: open)");
    }
    return now;
  }

  private CompletionStage<Void> open() {
    return CompletableFuture.runAsync(this::openNow, parts.scheduler().pool());
  }

  private void openNow() {
    String name = Providers.name(provider);
    RoleInstance fresh = opened(parts.nextDirectory(role, name));
    if (!isWanted(fresh)) {
      fresh.life().to(Life.State.DRAINING);
      Retire.close(parts, fresh, true); // it took too long; nobody waits for it any more
      return;
    }
    steps.to(fresh.descriptor().label());
    Health health = fresh.health();
    if (health.grade() == Health.Grade.DOWN) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-SWP-007",
          fresh.descriptor().label() + " is open and its health is down: " + health.text(),
          "The old provider goes on.");
    }
    Assembly now = parts.assemblies().current();
    before = now;
    move = Moves.of(parts, settings, now, fresh, this);
    steps.progress(() -> moving().progress());
  }

  private RoleInstance opened(String directory) {
    try {
      return parts.openings().open(role, provider, directory);
    } catch (RuntimeException | LinkageError e) {
      parts.discard(directory);
      throw e;
    }
  }

  private synchronized boolean isWanted(RoleInstance fresh) {
    if (leaving.get()) {
      return false;
    }
    newcomer = fresh;
    return true;
  }

  private CompletionStage<Void> flip() {
    return moving()
        .flip()
        .thenRun(
            () -> {
              flipped = true;
              steps.held(moving().holdMillis());
            });
  }

  private void watch() {
    RoleInstance fresh = newcomer;
    if (fresh == null || !moving().canGoBack()) {
      retire();
      return;
    }
    steps.begin(Step.WATCH);
    steps.outcome(Outcome.WATCHED);
    noted.run();
    look(fresh);
    LOG.info(
        "{} of {} serves; the one before is fed for {} s",
        fresh.descriptor().label(),
        role.text(),
        settings.watch().toSeconds());
  }

  private void look(RoleInstance fresh) {
    Watch looking = new Watch(parts, settings, fresh, this::watched);
    watch = looking;
    if (leaving.get()) {
      looking.close(); // it failed meanwhile
    }
  }

  private void watched(@Nullable String fault) {
    if (fault == null) {
      retire();
    } else if (canGoBack()) {
      goBack(fault).exceptionally(failure -> later(fault));
    }
  }

  private @Nullable Void later(String fault) {
    parts.scheduler().after(RETRY, () -> watched(fault));
    return null;
  }

  /**
   * Brings the old one back; completes once it serves, exceptionally where it cannot and the
   * newcomer serves on. Only while it is watched.
   */
  CompletionStage<Void> goBack(String why) {
    if (!leaving.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the swap is over (expected: one that is watched)"));
    }
    closeWatch();
    LOG.warn("{} of {} is replaced by the one before: {}", provider, role.text(), why);
    return moving()
        .back()
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                left(why);
              } else {
                LOG.error("the one before could not come back", failure);
                stay();
              }
            });
  }

  private void left(String why) {
    steps.end(Outcome.ROLLED_BACK, why);
    noted.run();
    leave(newcomer, true);
  }

  private void stay() {
    leaving.set(false);
    RoleInstance fresh = newcomer;
    if (fresh != null && canGoBack()) {
      look(fresh);
    } else {
      retire();
    }
  }

  /** Whether {@link #goBack} can be asked for. */
  boolean canGoBack() {
    Move now = move;
    return flipped && !leaving.get() && now != null && now.canGoBack();
  }

  @Override
  public boolean mayGoOver() {
    return fate.compareAndSet(Fate.OPEN, Fate.GOES_OVER);
  }

  private boolean mayGiveUp() {
    return fate.compareAndSet(Fate.OPEN, Fate.GIVEN_UP);
  }

  @Override
  public boolean mayComeBack() {
    return leaving.compareAndSet(false, true);
  }

  @Override
  public void staysAway() {
    leaving.set(false);
  }

  @Override
  public void ofNewcomer(Throwable failure) {
    closeWatch();
    LOG.error("{} of {} failed; the one before serves again", provider, role.text(), failure);
    parts.scheduler().pool().execute(() -> left(Failures.of(failure).text()));
  }

  @Override
  public void inNewcomer(Throwable failure) {
    parts.scheduler().pool().execute(() -> watched(Failures.of(failure).text()));
  }

  @Override
  public void ofOld(Throwable failure) {
    LOG.error("the replaced provider of {} takes no more; no way back", role.text(), failure);
    parts.scheduler().pool().execute(this::retire);
  }

  /** Ends the watch, if it runs, and closes the old one. */
  void retire() {
    closeWatch();
    if (!leaving.compareAndSet(false, true)) {
      return;
    }
    steps.begin(Step.RETIRE);
    Assembly replaced = before;
    RoleInstance old = replaced == null ? null : replaced.instance(role).orElse(null);
    steps.end(Outcome.DONE, null);
    noted.run();
    leave(old, false);
  }

  private void closeWatch() {
    Watch looking = watch;
    if (looking != null) {
      looking.close();
    }
  }

  private void turnAway(MeshException why) {
    RoleInstance fresh;
    synchronized (this) {
      if (!leaving.compareAndSet(false, true)) {
        return;
      }
      fresh = newcomer;
    }
    mayGiveUp();
    LOG.error("{} of {} is turned away: {}", provider, role.text(), why.text(), why);
    steps.end(Outcome.TURNED_AWAY, why.text());
    noted.run();
    ended(move);
    leave(fresh, true);
    // A newcomer that hangs is not waited for longer than that.
    parts.scheduler().after(settings.drain(), () -> over.complete(null));
  }

  /**
   * Gives up before the flip: a provider has gone, or the node stops. False where it is too late,
   * or over: see {@link #settled}.
   */
  boolean giveUp(MeshException why) {
    return mayGiveUp() && given.completeExceptionally(why);
  }

  /** Completes once it is known who serves. */
  CompletionStage<Void> settled() {
    return settled;
  }

  /** Whether it still goes from, or to, this provider ({@code name} or {@code name@version}). */
  boolean isAbout(String asked) {
    if (over.isDone()) {
      return false;
    }
    RoleInstance mine = newcomer;
    boolean to =
        mine == null
            ? Providers.name(provider).equals(Providers.name(asked))
            : Providers.isMeant(mine.descriptor(), asked);
    Optional<RoleInstance> from =
        before == null ? parts.assemblies().current().instance(role) : old();
    return to || from.filter(o -> Providers.isMeant(o.descriptor(), asked)).isPresent();
  }

  Optional<RoleInstance> old() {
    Assembly was = before;
    return was == null ? Optional.empty() : was.instance(role);
  }

  private void leave(@Nullable RoleInstance loser, boolean neverAgain) {
    if (loser == null) {
      ended(move).whenComplete((done, failure) -> over.complete(null));
      return;
    }
    if (loser.life().state() != Life.State.DRAINING) {
      loser.life().to(Life.State.DRAINING);
    }
    Move now = move;
    Retire retire = new Retire(parts, settings.drain());
    retire
        .drain(() -> now != null && now.isInUse(loser), loser)
        .thenCompose(drained -> ended(now).thenApply(done -> drained))
        .thenAccept(drained -> retire.end(loser, drained, neverAgain))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error("{} could not be closed", loser.directory(), failure);
              }
              over.complete(null);
            });
  }

  private static CompletionStage<Void> ended(@Nullable Move move) {
    return move == null ? NOTHING : move.end();
  }

  /** Completes once nothing of the swap is left to do. */
  CompletionStage<Void> over() {
    return over;
  }
}
