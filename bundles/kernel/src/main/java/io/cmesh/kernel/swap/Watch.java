package io.cmesh.kernel.swap;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Health;
import io.cmesh.kernel.assembly.RoleInstance;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a newcomer for a while after its flip: too many failed requests, a health that is down,
 * or a heap that fills up bring the old one back. Ends once.
 */
final class Watch {
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Fuller than this after a collection, and not so before the flip, is a leak. */
  private static final double FULL = 0.92;

  private static final double ROOMY = 0.8;

  private final NodeParts parts;
  private final SwapSettings settings;
  private final RoleInstance newcomer;
  private final long until;
  private final double heapBefore;
  private final long failuresBefore;
  private final Consumer<@Nullable String> ended;
  private final Cancellable looking;
  private boolean over;

  /**
   * Begins.
   *
   * @param ended told why the old one is to come back; null once the time is over without a reason
   */
  Watch(
      NodeParts parts,
      SwapSettings settings,
      RoleInstance newcomer,
      Consumer<@Nullable String> ended) {
    this.parts = parts;
    this.settings = settings;
    this.newcomer = newcomer;
    this.failuresBefore = parts.assemblies().failures();
    this.until = parts.clock().millis() + settings.watch().toMillis();
    this.heapBefore = parts.heapFull();
    this.ended = ended;
    this.looking = parts.scheduler().every(LOOK, this::look);
  }

  private void look() {
    String fault = fault();
    if (fault != null || parts.clock().millis() >= until) {
      if (close()) {
        ended.accept(fault);
      }
    }
  }

  private @Nullable String fault() {
    long failures = parts.assemblies().failures() - failuresBefore;
    if (failures >= settings.errors()) {
      return failures + " requests failed (expected: fewer than " + settings.errors() + ")";
    }
    Health health = newcomer.health();
    if (health.grade() == Health.Grade.DOWN) {
      return "its health is down: " + health.text();
    }
    double heap = parts.heapFull();
    if (heap > FULL && heapBefore < ROOMY) {
      return "the heap is " + Math.round(heap * 100) + " % full since it serves";
    }
    return null;
  }

  /** Ends it; false where it had ended. */
  synchronized boolean close() {
    boolean first = !over;
    over = true;
    if (looking != null) {
      looking.close();
    }
    return first;
  }
}
