package io.cmesh.kernel.handlers.names;

import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameCommands.Registration;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.NameSignature;
import io.cmesh.api.state.View;
import java.util.List;

/**
 * {@code name.register/1}: gives an unregistered name to whoever signed, else to the sender. A
 * registered name is a 409, even to its owner, who keeps it. Publishes on {@code 0xR:Registered}.
 */
public final class NameRegister implements CommandHandler {
  @Override
  public String type() {
    return NameCommands.REGISTER;
  }

  @Override
  public Effects apply(Command command, View before) {
    Registration asked = NameCommands.registration(command.body());
    // Whatever formed the command, what it says is read again as the FQMN it stands for.
    Fqmn checked = Fqmn.parse("0xRW:" + asked.name() + ":" + asked.target());
    NameRecord present = NameChanges.find(checked.target(), before);
    if (present != null) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-REG-007",
          "name: " + present.name() + " is taken by " + present.owner(),
          "Choose another name; its owner can transfer or release it.");
    }
    NameRecord record =
        new NameRecord(
            asked.name(), asked.target(), owner(asked, command), command.at().toEpochMilli(), 0);
    return Effects.ok(
        NameChanges.json(record),
        List.of(NameChanges.put(record), NameChanges.countUp(record.owner(), before)),
        NameChanges.events("Registered", record));
  }

  private static String owner(Registration asked, Command command) {
    String owner = asked.owner();
    String signature = asked.signature();
    if (owner == null || signature == null) {
      return command.by().did();
    }
    NameSignature.check(asked.name(), asked.target(), owner, signature);
    return owner;
  }
}
