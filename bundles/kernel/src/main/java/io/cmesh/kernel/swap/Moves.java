package io.cmesh.kernel.swap;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.HandOvers;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How each role moves. */
final class Moves {
  private Moves() {}

  static Move of(
      NodeParts parts,
      SwapSettings settings,
      Assembly before,
      RoleInstance newcomer,
      Faults faults) {
    Role role = newcomer.role();
    Optional<RoleInstance> old = before.instance(role);
    old.ifPresent(o -> requireRoom(o, newcomer));
    if (old.isEmpty()) {
      return new StatelessMove(parts, before, newcomer, faults);
    }
    return switch (role) {
      case STATE -> new StateMove(parts, settings, before, newcomer, faults);
      case EVENTS -> {
        requireHandOver(old.get());
        requireHandOver(newcomer);
        yield new EventsMove(parts, before, newcomer, faults);
      }
      case CONSENSUS -> new LogMove(parts, before, newcomer, faults);
      default -> new StatelessMove(parts, before, newcomer, faults);
    };
  }

  static void requireHandOver(RoleInstance instance) {
    if (instance.descriptor().handOver() == HandOver.NONE) {
      throw HandOvers.none(instance.role().text());
    }
  }

  private static void requireRoom(RoleInstance old, RoleInstance newcomer) {
    Set<String> both = new HashSet<>(old.descriptor().exclusive());
    both.retainAll(newcomer.descriptor().exclusive());
    if (!both.isEmpty()) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-SWP-008",
          newcomer.descriptor().label() + " and the one before both need " + both + " alone",
          "Configure another one for the newcomer, then swap.");
    }
  }
}
