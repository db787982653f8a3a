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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final CompletableFuture<Void> over = new CompletableFuture<>();
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
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    String text = what + " " + provider + " for " + role.text();
    CompletionStage<Void> guarded = watchdog.guard(text, this::moved, done);
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
    RoleInstance fresh = parts.openings().open(role, provider, parts.nextDirectory(role, name));
    if (leaving.get()) {
      abandon(fresh); // it took too long; nobody waits for it any more
      return;
    }
    newcomer = fresh;
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
    watch = new Watch(parts, settings, fresh, this::watched);
    LOG.info(
        "{} of {} serves; the one before is fed for {} s",
        fresh.descriptor().label(),
        role.text(),
        settings.watch().toSeconds());
  }

  private void watched(@Nullable String fault) {
    if (fault == null) {
      retire();
    } else {
      goBack(fault);
    }
  }

  /** Brings the old one back; completes once it serves. Only while it is watched. */
  CompletionStage<Void> goBack(String why) {
    closeWatch();
    if (!leaving.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the swap is over (expected: one that is watched)"));
    }
    LOG.warn("{} of {} is replaced by the one before: {}", provider, role.text(), why);
    return moving()
        .back()
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.error("the one before could not come back", failure);
              }
              steps.end(Outcome.ROLLED_BACK, why);
              noted.run();
              leave(newcomer, true);
            });
  }

  /** Whether {@link #goBack} can be asked for. */
  boolean canGoBack() {
    Move now = move;
    return flipped && !leaving.get() && now != null && now.canGoBack();
  }

  @Override
  public void ofNewcomer(Throwable failure) {
    closeWatch();
    if (leaving.compareAndSet(false, true)) {
      LOG.error("{} of {} failed; the one before serves again", provider, role.text(), failure);
      steps.end(Outcome.ROLLED_BACK, Failures.of(failure).text());
      parts.scheduler().pool().execute(() -> leave(newcomer, true));
      noted.run();
    }
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
    if (!leaving.compareAndSet(false, true)) {
      return;
    }
    LOG.error("{} of {} is turned away: {}", provider, role.text(), why.text(), why);
    steps.end(Outcome.TURNED_AWAY, why.text());
    noted.run();
    RoleInstance fresh = newcomer;
    ended(move)
        .thenCompose(done -> fresh == null ? NOTHING : abandon(fresh))
        .whenComplete((done, failure) -> over.complete(null));
    // A newcomer that hangs is not waited for longer than that.
    parts.scheduler().after(settings.drain(), () -> over.complete(null));
  }

  /** Gives up before the flip: its provider has gone, or the node stops. */
  void giveUp(MeshException why) {
    given.completeExceptionally(why);
  }

  boolean isBeforeFlip() {
    return !flipped && !leaving.get();
  }

  boolean isNewcomer(RoleInstance instance) {
    RoleInstance mine = newcomer;
    return mine != null && mine.life() == instance.life();
  }

  Optional<RoleInstance> old() {
    Assembly was = before;
    return was == null ? Optional.empty() : was.instance(role);
  }

  // Nobody was ever pinned to it.
  private CompletionStage<Void> abandon(RoleInstance fresh) {
    Life.State state = fresh.life().state();
    if (state != Life.State.DRAINING && state != Life.State.CLOSED) {
      fresh.life().to(Life.State.DRAINING);
    }
    return CompletableFuture.runAsync(
        () -> Retire.close(parts, fresh, true), parts.scheduler().pool());
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
