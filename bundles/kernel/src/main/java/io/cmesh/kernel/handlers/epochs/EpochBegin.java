package io.cmesh.kernel.handlers.epochs;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.state.View;
import java.util.List;

/**
 * {@code epoch.begin/1}: the first command of a log that follows another; the epoch rises by one.
 * From the node alone.
 */
public final class EpochBegin implements CommandHandler {
  /** Its type. */
  public static final String TYPE = "epoch.begin/1";

  /** The command. */
  public static CommandDraft draft() {
    return new CommandDraft(TYPE, Bytes.EMPTY);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Effects apply(Command command, View before) {
    NodesOwn.require(command, TYPE);
    return Effects.ok(List.of());
  }
}
