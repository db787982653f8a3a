package io.cmesh.kernel.handlers.names;

import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.View;
import java.util.List;

/**
 * {@code name.release/1}: its owner gives a name up, and anybody may register it; 404 for an
 * unknown name, 403 for somebody else's. Publishes on {@code 0xR:Released}.
 */
public final class NameRelease implements CommandHandler {
  @Override
  public String type() {
    return NameCommands.RELEASE;
  }

  @Override
  public Effects apply(Command command, View before) {
    String name = NameCommands.release(command.body());
    NameRecord record = NameChanges.owned(name, command.by(), before);
    return Effects.ok(
        NameChanges.json(record),
        List.of(
            Mutation.delete(Names.NAMESPACE, Names.key(name)),
            NameChanges.countDown(record.owner(), before)),
        NameChanges.events("Released", record));
  }
}
