package io.cmesh.api.command;

import io.cmesh.api.state.View;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides what a command of one type does. An OSGi service; the kernel and the applications bring
 * them.
 *
 * <p>Deterministic and pure: the same command and view give the same effects on every node and at
 * every replay. No I/O, no clock but the command's, no randomness but its seed, no proposing. It
 * decides again whether the caller may, against the rules in {@code before}. Called by the applier
 * alone, one command at a time.
 */
@ConsumerType
public interface CommandHandler {
  /** Handler and version: {@code name.register/1}. A changed meaning is a new version. */
  String type();

  /**
   * What {@code command} does to the state {@code before} it, earlier commands of the same block
   * included. A {@link io.cmesh.api.error.MeshException} is a refusal; any other exception halts
   * the applier, since nodes could differ.
   */
  Effects apply(Command command, View before);
}
