package io.cmesh.kernel.handlers.names;

import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameCommands.Transfer;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.state.View;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code name.transfer/1}: its owner gives a name to another DID; 404 for an unknown name, 403 for
 * somebody else's. Publishes on {@code 0xR:Transferred}.
 */
public final class NameTransfer implements CommandHandler {
  @Override
  public String type() {
    return NameCommands.TRANSFER;
  }

  @Override
  public Effects apply(Command command, View before) {
    Transfer asked = NameCommands.transfer(command.body());
    DidKey.decode(asked.newOwner());
    NameRecord old = NameChanges.owned(asked.name(), command.by(), before);
    NameRecord record =
        new NameRecord(old.name(), old.target(), asked.newOwner(), old.registeredAt(), 0);
    List<Mutation> mutations = new ArrayList<>();
    mutations.add(NameChanges.put(record));
    if (!old.owner().equals(record.owner())) {
      mutations.add(NameChanges.countDown(old.owner(), before));
      mutations.add(NameChanges.countUp(record.owner(), before));
    }
    return Effects.ok(
        NameChanges.json(record), mutations, NameChanges.events("Transferred", record));
  }
}
