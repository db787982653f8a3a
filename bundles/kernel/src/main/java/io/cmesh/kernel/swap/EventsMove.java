package io.cmesh.kernel.swap;

import io.cmesh.api.events.EventBus;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.events.Limits;
import io.cmesh.kernel.events.LiveEvents;
import io.cmesh.kernel.events.StreamCopy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Moves streams with their sequences: copied while the old bus serves, the last few while
 * publishers wait. Afterwards what is published is copied to the old bus before the publisher hears
 * of it, and followers go on at the newcomer where they were.
 */
final class EventsMove implements Move {
  private static final long FEW = 64;
  private static final int MOST_PASSES = 100;
  private static final Duration MOST_HELD = Duration.ofSeconds(2);

  private final NodeParts parts;
  private final LiveEvents live;
  private final EventBus old;
  private final EventBus bus;
  private final Flip flip;
  private final Faults faults;
  private final StreamCopy copy;
  private volatile boolean mirrored;
  private volatile boolean ended;
  private final AtomicBoolean holding = new AtomicBoolean();
  private volatile long holdMillis;
  private volatile long total;

  EventsMove(NodeParts parts, Assembly before, RoleInstance newcomer, Faults faults) {
    this.parts = parts;
    this.live = parts.assemblies().live();
    this.old = before.events();
    this.bus = (EventBus) newcomer.service();
    this.flip = new Flip(parts, before, newcomer, faults);
    this.faults = faults;
    this.copy = new StreamCopy(old, bus, parts.scheduler().pool());
  }

  @Override
  public CompletionStage<Void> copy() {
    // In their order: where two streams match a subject, the first ensured wins.
    parts.streams().forEach(bus::ensureStream);
    total = copy.behind();
    return passes(MOST_PASSES);
  }

  private void requireGoesOn() {
    if (ended) {
      throw new IllegalStateException("the swap was given up (expected: no more copying)");
    }
  }

  private CompletionStage<Void> passes(int left) {
    requireGoesOn();
    return copy.pass()
        .thenCompose(
            done ->
                copy.behind() > FEW && left > 0
                    ? passes(left - 1)
                    : CompletableFuture.completedFuture(null));
  }

  /** Every chunk was read back and compared as it came. */
  @Override
  public CompletionStage<Void> verify() {
    return copy.pass();
  }

  @Override
  public CompletionStage<Void> flip() {
    long began = parts.clock().millis();
    return held(this::last)
        .thenRun(
            () -> {
              requireGoesOn();
              copy.requireEqual();
              flip.over();
              mirror();
            })
        .whenComplete(
            (done, failure) -> {
              release();
              holdMillis = parts.clock().millis() - began;
            });
  }

  // Publishers wait: a newcomer that hangs now must not keep them.
  private CompletionStage<Void> last() {
    requireGoesOn();
    return Limits.within(
        parts.scheduler(), MOST_HELD, "copying the last events while publishers wait", copy.pass());
  }

  private CompletionStage<Void> held(Supplier<CompletionStage<Void>> work) {
    holding.set(true);
    return live.hold().thenCompose(idle -> work.get());
  }

  private void release() {
    if (holding.compareAndSet(true, false)) {
      live.release();
    }
  }

  private void mirror() {
    live.mirrorTo(old, this::lost, faults::inNewcomer);
    mirrored = true;
  }

  private void lost(Throwable failure) {
    mirrored = false;
    faults.ofOld(failure);
  }

  @Override
  public CompletionStage<Void> back() {
    return held(() -> CompletableFuture.completedFuture(null))
        .thenRun(this::backNow)
        .whenComplete((done, failure) -> release());
  }

  private void backNow() {
    if (!canGoBack()) {
      throw new IllegalStateException("the old one takes no more (expected: one that is fed)");
    }
    try {
      flip.back();
      mirrored = false;
    } catch (RuntimeException e) {
      mirror(); // the newcomer goes on
      throw e;
    }
  }

  @Override
  public boolean canGoBack() {
    return mirrored && flip.canGoBack();
  }

  @Override
  public boolean isInUse(RoleInstance replaced) {
    return live.isFollowed((EventBus) replaced.service());
  }

  @Override
  public CompletionStage<Void> end() {
    ended = true;
    mirrored = false;
    release();
    return live.stopMirror();
  }

  @Override
  public Progress progress() {
    return new Progress(copy.moved(), Math.max(total, copy.moved()));
  }

  @Override
  public long holdMillis() {
    return holdMillis;
  }
}
