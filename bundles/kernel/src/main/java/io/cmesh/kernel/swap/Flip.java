package io.cmesh.kernel.swap;

import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.RoleInstance;
import java.util.Optional;

/** The one write that makes another instance serve, and assembly.json say so. */
final class Flip {
  private final NodeParts parts;
  private final Assembly before;
  private final RoleInstance newcomer;
  private boolean over;

  Flip(NodeParts parts, Assembly before, RoleInstance newcomer) {
    this.parts = parts;
    this.before = before;
    this.newcomer = newcomer;
  }

  Optional<RoleInstance> old() {
    return before.instance(newcomer.role());
  }

  /** The newcomer serves; where assembly.json cannot be written, the old one goes on. */
  void over() {
    newcomer.life().to(Life.State.ACTIVE);
    parts.assemblies().install(newcomer, null);
    try {
      parts.persist();
    } catch (RuntimeException e) {
      old().ifPresentOrElse(this::reinstall, () -> parts.assemblies().remove(newcomer.role()));
      throw e;
    }
    old().ifPresent(old -> old.life().to(Life.State.WATCHED));
    over = true;
  }

  private void reinstall(RoleInstance old) {
    parts.assemblies().install(old, before.cachedState().orElse(null));
  }

  boolean canGoBack() {
    return over && old().filter(o -> o.life().state() == Life.State.WATCHED).isPresent();
  }

  /** The old one serves again. */
  void back() {
    RoleInstance old = old().orElseThrow();
    old.life().to(Life.State.ACTIVE);
    reinstall(old);
    over = false;
    parts.persist();
  }
}
