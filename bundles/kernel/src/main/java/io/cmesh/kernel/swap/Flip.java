package io.cmesh.kernel.swap;

import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.CachedState;
import java.util.Optional;

/** The one write that makes another instance serve, and assembly.json say so. */
final class Flip {
  private final NodeParts parts;
  private final Assembly before;
  private final RoleInstance newcomer;
  private final Faults faults;
  private volatile boolean over;

  Flip(NodeParts parts, Assembly before, RoleInstance newcomer, Faults faults) {
    this.parts = parts;
    this.before = before;
    this.newcomer = newcomer;
    this.faults = faults;
  }

  Optional<RoleInstance> old() {
    return before.instance(newcomer.role());
  }

  /** The newcomer serves; where assembly.json cannot be written, the old one goes on. */
  void over() {
    if (!faults.mayGoOver()) {
      throw new IllegalStateException("the swap was given up (expected: no flip)");
    }
    newcomer.life().to(Life.State.ACTIVE);
    parts.assemblies().install(newcomer, null);
    try {
      parts.persist();
    } catch (RuntimeException e) {
      old().ifPresentOrElse(this::reinstall, () -> parts.assemblies().remove(newcomer.role()));
      persistAgain(e);
      throw e;
    }
    old().ifPresent(old -> old.life().to(Life.State.WATCHED));
    over = true;
  }

  // The file may say what was not done: it was renamed, and its directory could not be forced.
  private void persistAgain(RuntimeException first) {
    try {
      parts.persist();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }

  private void reinstall(RoleInstance old) {
    parts.assemblies().install(old, before.cachedState().orElse(null));
  }

  boolean canGoBack() {
    return over && old().filter(o -> o.life().state() == Life.State.WATCHED).isPresent();
  }

  /** The old one serves again; where assembly.json cannot be written, the newcomer goes on. */
  void back() {
    RoleInstance old = old().orElseThrow();
    CachedState left = parts.assemblies().current().cachedState().orElse(null);
    old.life().to(Life.State.ACTIVE);
    reinstall(old);
    try {
      parts.persist();
    } catch (RuntimeException e) {
      parts.assemblies().install(newcomer, left);
      old.life().to(Life.State.WATCHED);
      persistAgain(e);
      throw e;
    }
    over = false;
  }
}
