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
    check(asked);
    NameRecord present = NameChanges.find(asked.name(), before);
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

  /** Whatever registrar formed the command: only names and targets that can be read are kept. */
  private static void check(Registration asked) {
    Fqmn.parseTarget(asked.target());
    Fqmn name = Fqmn.parse("0xR:" + asked.name());
    if (!name.target().equals(asked.name())) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-REG-008",
          "name: " + asked.name() + " (expected: a name alone)");
    }
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
