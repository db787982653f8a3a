package io.cmesh.kernel.handlers.epochs;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.state.View;
import java.util.List;

/**
 * {@code epoch.seal/1}: the last command of a log. The body names the provider of the next one, as
 * UTF-8; from the node alone. A start that finds it last goes on with the old log: the next one has
 * not begun.
 */
public final class EpochSeal implements CommandHandler {
  /** Its type. */
  public static final String TYPE = "epoch.seal/1";

  private static final String NAMESPACE = "kernel";
  private static final Bytes KEY = Bytes.utf8("sealed");

  /** The command that seals for a log of {@code provider}. */
  public static CommandDraft draft(String provider) {
    return new CommandDraft(TYPE, Bytes.utf8(provider));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Effects apply(Command command, View before) {
    NodesOwn.require(command, TYPE);
    return Effects.ok(List.of(Mutation.put(NAMESPACE, KEY, command.body())));
  }
}
