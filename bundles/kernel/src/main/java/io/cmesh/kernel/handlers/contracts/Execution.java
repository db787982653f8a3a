package io.cmesh.kernel.handlers.contracts;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.contract.ContractCall;
import io.cmesh.api.contract.ContractResult;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.fqmn.Values;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.List;
import java.util.function.Supplier;

/** Calls deployed code, for transactions and queries alike. Thread-safe. */
public final class Execution {
  /** The most gas a call may use. */
  public static final long GAS_LIMIT = 1_000_000_000L;

  private final Supplier<ContractRuntime> runtime;

  /** Through whatever fills the contract role. */
  public Execution(Supplier<ContractRuntime> runtime) {
    this.runtime = runtime;
  }

  /** Runs a transaction at an address that has code. */
  public Effects execute(Command command, Fqmn fqmn, View before) {
    ContractStorage host =
        ContractStorage.writable(fqmn.target(), before, text -> read(text, command.by(), before));
    ContractCall call = call(fqmn, command.by(), command.at().toEpochMilli(), before);
    ContractResult result = runtime.get().execute(call, host);
    List<Mutation> mutations = host.mutations();
    return Effects.ok(result.payload(), mutations, host.events());
  }

  /** Runs a query at an address that has code. */
  public Bytes query(Fqmn fqmn, Principal caller, long timeMillis, View view) {
    ContractStorage host =
        ContractStorage.readOnly(fqmn.target(), view, text -> read(text, caller, view));
    return runtime.get().query(call(fqmn, caller, timeMillis, view), host).payload();
  }

  private static ContractCall call(Fqmn fqmn, Principal caller, long timeMillis, View view) {
    String function = fqmn.function();
    Versioned deployed = view.get(ContractState.CODE_HASHES, ContractState.address(fqmn.target()));
    if (deployed == null || function == null) {
      throw new MeshException(
          Status.NOT_FOUND, "CMESH-CTR-011", fqmn.text() + ": no such function");
    }
    Bytes hash = deployed.value().slice(0, 32);
    Versioned code = view.get(ContractState.CODE, hash);
    if (code == null) {
      throw new IllegalStateException(
          "code " + hash.hex() + " of " + fqmn.target() + " is missing");
    }
    String argument = fqmn.argument();
    return new ContractCall(
        code.value(),
        hash,
        fqmn.target(),
        function,
        argument == null ? null : Values.canonical(argument),
        caller,
        timeMillis,
        GAS_LIMIT);
  }

  // What a contract reads elsewhere: a plain value that its caller may read.
  private static Bytes read(String text, Principal caller, View view) {
    Fqmn fqmn = Fqmn.parse(text);
    String key = fqmn.function();
    if (fqmn.opcode() != Opcode.S || key == null) {
      throw new MeshException(
          Status.BAD_REQUEST, "CMESH-CTR-012", text + " (expected: 0xS:<address>:<key>)");
    }
    if (!Permissions.decide(caller, Opcode.S.verb(), fqmn, view).allowed()) {
      throw new MeshException(Status.FORBIDDEN, "CMESH-KRN-012", text + ": not permitted");
    }
    Versioned value =
        view.get(ContractState.VALUES, ContractState.at(fqmn.target(), Bytes.utf8(key)));
    if (value == null) {
      throw new MeshException(Status.NOT_FOUND, "CMESH-VAL-002", text + ": nothing there");
    }
    return value.value();
  }
}
