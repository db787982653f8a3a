package io.cmesh.kernel.swap;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.CachedState;
import io.cmesh.kernel.order.Feed;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the state: a snapshot while the old store serves, then the batches that came meanwhile, the
 * last few between two groups, where both must come to the same digest. No write waits for longer
 * than that. Afterwards every batch goes to both.
 */
final class StateMove implements Move {
  private static final Logger LOG = LoggerFactory.getLogger(StateMove.class);

  /** So many batches may be left for the flip: a few milliseconds' work. */
  private static final long FEW = 32;

  /** Beyond this many the flip is put off, but not for ever. */
  private static final long TOO_MANY = 512;

  private static final int MOST_ROUNDS = 50;
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  private final NodeParts parts;
  private final SwapSettings settings;
  private final StateStore old;
  private final CachedState oldCached;
  private final RoleInstance newcomer;
  private final StateStore store;
  private final Flip flip;
  private final Faults faults;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long holdMillis;
  private final boolean oldIsDurable;
  private volatile boolean feeding;
  private volatile boolean flipped;
  private volatile boolean returning;
  private volatile boolean isBack;
  private volatile CompletionStage<Void> unfed = DONE;
  private volatile Feed fed = Feed.NONE;
  private volatile @Nullable Tail tail;
  private volatile @Nullable StateSnapshot snapshot;
  private volatile @Nullable Paced paced;
  private @Nullable Cancellable keeping;
  private int rounds;

  StateMove(
      NodeParts parts,
      SwapSettings settings,
      Assembly before,
      RoleInstance newcomer,
      Faults faults) {
    this.parts = parts;
    this.settings = settings;
    this.oldCached = before.state();
    this.old = before.store();
    this.newcomer = newcomer;
    this.store = (StateStore) newcomer.service();
    this.oldIsDurable =
        before.instance(Role.STATE).filter(o -> o.descriptor().durable()).isPresent();
    this.flip = new Flip(parts, before, newcomer, faults);
    this.faults = faults;
  }

  @Override
  public CompletionStage<Void> copy() {
    keeping = parts.keepLog();
    return parts
        .applier()
        .between(this::begin)
        .thenRunAsync(this::load, parts.scheduler().pool())
        .thenRunAsync(this::catchUp, parts.scheduler().pool());
  }

  // Between two groups: what the snapshot does not hold is in the tail.
  private void begin() {
    requireGoesOn();
    Tail fresh = new Tail(parts.disk(), parts.data());
    tail = fresh;
    snapshot = old.snapshot();
    feed(fresh);
  }

  private void requireGoesOn() {
    if (ended.get()) {
      throw new IllegalStateException("the swap was given up (expected: no more copying)");
    }
  }

  private StateSnapshot taken() {
    StateSnapshot now = snapshot;
    if (now == null) {
      throw new IllegalStateException("the swap was given up (expected: a snapshot)");
    }
    return now;
  }

  private Tail rest() {
    Tail now = tail;
    if (now == null) {
      throw new IllegalStateException("the swap was given up (expected: a tail)");
    }
    return now;
  }

  private void load() {
    StateSnapshot from = taken();
    try (from) {
      try (Scan all = from.all()) {
        Paced entries = new Paced(all, parts.clock(), settings.bytesPerSecond(), moved);
        paced = entries;
        // Given up before there was anything to abandon: the newcomer is closed already.
        requireGoesOn();
        store.load(from.index(), entries);
      }
      requireEqual(from.index(), from.digest());
      if (!newcomer.descriptor().durable()) {
        parts.ownSnapshot(from);
      }
    } finally {
      snapshot = null;
    }
  }

  private void requireEqual(long index, Bytes digest) {
    if (store.index() != index || !store.digest().equals(digest)) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-SWP-003",
          "the newcomer's data come to "
              + store.digest().hex()
              + " at index "
              + store.index()
              + " (expected: "
              + digest.hex()
              + " at index "
              + index
              + ")",
          "The newcomer is at fault; the old provider goes on.");
    }
  }

  private void catchUp() {
    Tail rest = rest();
    while (rest.waiting() > FEW) {
      requireGoesOn();
      take(rest);
    }
  }

  private boolean take(Tail rest) {
    StateBatch batch = rest.next();
    if (batch == null) {
      return false;
    }
    store.commit(batch);
    moved.incrementAndGet();
    return true;
  }

  /** Digests are compared again at the flip, where they cover everything. */
  @Override
  public CompletionStage<Void> verify() {
    return CompletableFuture.runAsync(this::catchUp, parts.scheduler().pool());
  }

  @Override
  public CompletionStage<Void> flip() {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    return parts
        .applier()
        .between(() -> over.complete(tryFlip()))
        .thenCompose(
            done ->
                over.join()
                    ? CompletableFuture.completedFuture(null)
                    : verify().thenCompose(again -> flip()));
  }

  private boolean tryFlip() {
    Tail rest = rest();
    if (rest.waiting() > TOO_MANY && ++rounds < MOST_ROUNDS) {
      return false;
    }
    long began = parts.clock().millis();
    boolean more = true;
    while (more) {
      more = take(rest);
    }
    requireEqual(old.index(), old.digest());
    flip.over();
    feeding = true;
    flipped = true;
    feed(new Both());
    holdMillis = parts.clock().millis() - began;
    closeTail();
    if (oldIsDurable) {
      // One that is not may come back, and after a kill needs the node's snapshot and the log.
      release();
    }
    return true;
  }

  /** Feeds the replaced store; where the newcomer refuses a batch, that one serves again. */
  private final class Both implements Feed {
    @Override
    public void committed(StateBatch batch) {
      if (!feeding) {
        return;
      }
      try {
        oldCached.commit(batch);
      } catch (RuntimeException | LinkageError e) {
        feeding = false;
        faults.ofOld(e);
      }
    }

    @Override
    public boolean refused(RuntimeException e) {
      if (!feeding || !flip.canGoBack()) {
        return false;
      }
      if (returning) {
        goBack(); // somebody asked for it already, and waits behind this group
        return true;
      }
      if (!faults.mayComeBack()) {
        return false;
      }
      try {
        goBack();
      } catch (RuntimeException failure) {
        faults.staysAway();
        failure.addSuppressed(e);
        throw failure;
      }
      faults.ofNewcomer(e);
      return true;
    }
  }

  // Late readers of the newcomer miss nothing either, as long as it takes what it is fed.
  private void goBack() {
    CachedState left = parts.assemblies().current().state();
    flip.back();
    isBack = true;
    feeding = false;
    feed(new Late(left));
  }

  /** Feeds a newcomer that was replaced again until it fails. */
  private final class Late implements Feed {
    private final CachedState left;
    private boolean lost;

    Late(CachedState left) {
      this.left = left;
    }

    @Override
    public void committed(StateBatch batch) {
      if (lost) {
        return;
      }
      try {
        left.commit(batch);
      } catch (RuntimeException | LinkageError e) {
        lost = true;
        LOG.debug("{} takes no more after it was replaced", newcomer.directory(), e);
      }
    }
  }

  private void feed(Feed feed) {
    fed = feed;
    parts.applier().feed(feed);
  }

  @Override
  public CompletionStage<Void> back() {
    returning = true;
    return parts
        .applier()
        .between(this::backNow)
        .whenComplete((done, failure) -> returning = false);
  }

  private void backNow() {
    if (isBack) {
      return;
    }
    if (!canGoBack()) {
      throw new IllegalStateException("the old one takes no more (expected: one that is fed)");
    }
    goBack();
  }

  @Override
  public boolean canGoBack() {
    return feeding && flip.canGoBack();
  }

  @Override
  public boolean isInUse(RoleInstance replaced) {
    return false;
  }

  @Override
  public CompletionStage<Void> end() {
    if (!ended.compareAndSet(false, true)) {
      return unfed;
    }
    feeding = false;
    Paced reading = paced;
    if (reading != null) {
      reading.abandon();
    }
    // On the applier's thread, behind whatever still feeds.
    unfed =
        parts
            .applier()
            .unfeed(() -> fed)
            .thenRun(
                () -> {
                  closeTail();
                  release();
                });
    return unfed;
  }

  // What fails here fails none but this: the newcomer serves already.
  private void forgetOwnSnapshot() {
    try {
      parts.forgetOwnSnapshot();
    } catch (RuntimeException e) {
      LOG.warn("the node's snapshot stays until the next one", e);
    }
  }

  private void closeTail() {
    Tail rest = tail;
    tail = null;
    if (rest != null) {
      try {
        rest.close();
      } catch (UncheckedIOException e) {
        LOG.warn("what a swap left lies about until the next start", e);
      }
    }
  }

  // The log may be cut again: what serves holds all of it.
  private synchronized void release() {
    if (flipped && !isBack && newcomer.descriptor().durable()) {
      forgetOwnSnapshot();
    }
    Cancellable hold = keeping;
    if (hold != null) {
      keeping = null;
      hold.close();
    }
  }

  @Override
  public Progress progress() {
    Tail rest = tail;
    return new Progress(moved.get(), rest == null ? moved.get() : moved.get() + rest.waiting());
  }

  @Override
  public long holdMillis() {
    return holdMillis;
  }
}
