package io.cmesh.kernel.handlers.state;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Values;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.View;
import io.cmesh.kernel.handlers.Ownership;
import io.cmesh.kernel.handlers.contracts.ContractState;
import io.cmesh.kernel.handlers.contracts.Execution;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code state.write/1}: what {@code 0xSW} says. Writes a key where no code is deployed, calls the
 * code where it is. The body is the resolved FQMN as UTF-8.
 */
public final class StateWriteHandler implements CommandHandler {
  /** Its type. */
  public static final String TYPE = "state.write/1";

  private static final Bytes NULL = Bytes.utf8("null");

  private final Execution execution;

  /** Calls code through {@code execution}. */
  public StateWriteHandler(Execution execution) {
    this.execution = execution;
  }

  /** The command of a resolved {@code 0xSW}. */
  public static CommandDraft draft(Fqmn resolved) {
    return new CommandDraft(TYPE, Bytes.utf8(resolved.text()));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Effects apply(Command command, View before) {
    Fqmn fqmn = Fqmn.parse(command.body().utf8());
    boolean code = ContractState.hasCode(fqmn.target(), before);
    Verb verb = code ? Verb.EXECUTE : Verb.WRITE;
    Decision decision = Permissions.decide(command.by(), verb, fqmn, before);
    if (!decision.allowed()) {
      throw new MeshException(
          Status.FORBIDDEN, "CMESH-KRN-012", fqmn.text() + ": " + decision.reason());
    }
    return code ? execution.execute(command, fqmn, before) : write(command, fqmn, before);
  }

  private static Effects write(Command command, Fqmn fqmn, View before) {
    String key = fqmn.function();
    String argument = fqmn.argument();
    if (key == null || argument == null) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-VAL-001",
          fqmn.text() + ": no value (expected: 0xSW:<contract>:<key>:<value>; null deletes)");
    }
    List<Mutation> mutations = new ArrayList<>();
    Ownership.claim(command.by(), Permissions.resource(fqmn), before, mutations);
    Bytes json = Bytes.utf8(Values.canonical(argument));
    Bytes at = ContractState.at(fqmn.target(), Bytes.utf8(key));
    mutations.add(
        json.equals(NULL)
            ? Mutation.delete(ContractState.VALUES, at)
            : Mutation.put(ContractState.VALUES, at, json));
    String subject = Channels.ofKey(fqmn.target(), key);
    return Effects.ok(json, mutations, List.of(new EventEffect(subject, json)));
  }
}
