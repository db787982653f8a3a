package io.cmesh.kernel.swap;

import io.cmesh.kernel.assembly.RoleInstance;
import java.util.concurrent.CompletionStage;

/**
 * How a role comes from one instance to another; one object for one swap. Its calls come one after
 * the other; a failure of any leaves the old one serving.
 */
interface Move {
  /** How much a copy has moved, for people and for noticing a stall. */
  record Progress(long done, long total) {
    static final Progress NONE = new Progress(0, 0);
  }

  /** Moves the data while the old one serves; completes but for what comes in later. */
  CompletionStage<Void> copy();

  /** Throws where what arrived is not what was sent. */
  CompletionStage<Void> verify();

  /** Makes the newcomer the one that serves; from then on the old one is fed where it can be. */
  CompletionStage<Void> flip();

  /** Makes the old one the one that serves again; for the time between flip and end. */
  CompletionStage<Void> back();

  /** Whether {@link #back} can be called. */
  boolean canGoBack();

  /** Whether somebody still hangs on the instance that was replaced. */
  boolean isInUse(RoleInstance replaced);

  /**
   * Feeds and keeps no longer; after a failure, too. Any number of times. Completes once the old
   * one hears of nothing any more.
   */
  CompletionStage<Void> end();

  /** How far it is. */
  Progress progress();

  /** How long requests of the role waited at the flip, in milliseconds. */
  long holdMillis();
}
