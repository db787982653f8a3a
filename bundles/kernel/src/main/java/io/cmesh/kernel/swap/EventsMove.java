package io.cmesh.kernel.swap;

import io.cmesh.api.events.EventBus;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.events.LiveEvents;
import io.cmesh.kernel.events.StreamCopy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Moves streams with their sequences: copied while the old bus serves, the last few while
 * publishers wait. Afterwards what is published is copied to the old bus before the publisher hears
 * of it, and followers go on at the newcomer where they were.
 */
final class EventsMove implements Move {
  private static final long FEW = 64;
  private static final int MOST_PASSES = 100;

  private final NodeParts parts;
  private final LiveEvents live;
  private final EventBus old;
  private final EventBus bus;
  private final Flip flip;
  private final Faults faults;
  private final StreamCopy copy;
  private volatile boolean mirrored;
  private volatile boolean ended;
  private volatile long holdMillis;
  private volatile long total;

  EventsMove(NodeParts parts, Assembly before, RoleInstance newcomer, Faults faults) {
    this.parts = parts;
    this.live = parts.assemblies().live();
    this.old = before.events();
    this.bus = (EventBus) newcomer.service();
    this.flip = new Flip(parts, before, newcomer);
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

  private CompletionStage<Void> passes(int left) {
    if (ended) {
      throw new IllegalStateException("the swap was given up (expected: no more copying)");
    }
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
    return live.hold()
        .thenCompose(idle -> copy.pass())
        .thenRun(
            () -> {
              copy.requireEqual();
              flip.over();
              live.mirrorTo(old, this::lost);
              mirrored = true;
            })
        .whenComplete(
            (done, failure) -> {
              live.release();
              holdMillis = parts.clock().millis() - began;
            });
  }

  private void lost(Throwable failure) {
    mirrored = false;
    faults.ofOld(failure);
  }

  @Override
  public CompletionStage<Void> back() {
    return live.hold()
        .thenRun(
            () -> {
              if (canGoBack()) {
                mirrored = false;
                flip.back();
              }
            })
        .whenComplete((done, failure) -> live.release());
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
