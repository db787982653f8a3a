package io.cmesh.kernel.handlers.contracts;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.contract.ContractCommands;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Addresses;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.View;
import io.cmesh.kernel.bytes.Json;
import io.cmesh.kernel.handlers.Ownership;
import io.cmesh.kernel.order.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code contract.deploy/1}: puts code at an address; the first to use an address owns it. */
public final class ContractDeployHandler implements CommandHandler {
  private final Supplier<ContractRuntime> runtime;

  /** Code is checked by whatever fills the contract role. */
  public ContractDeployHandler(Supplier<ContractRuntime> runtime) {
    this.runtime = runtime;
  }

  @Override
  public String type() {
    return ContractCommands.DEPLOY;
  }

  @Override
  public Effects apply(Command command, View before) {
    ContractCommands.Deployment deploy = ContractCommands.deployment(command.body());
    String address = deploy.address();
    requireAddress(address);
    Fqmn fqmn = Fqmn.parse("0xSW:" + address + ":deploy");
    Decision decision = Permissions.decide(command.by(), Verb.WRITE, fqmn, before);
    if (!decision.allowed()) {
      throw new MeshException(
          Status.FORBIDDEN, "CMESH-KRN-012", "deploy at " + address + ": " + decision.reason());
    }
    if (ContractState.hasCode(address, before)) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-CTR-013",
          address + " has code already",
          "Deploy at an address without code.");
    }
    Bytes about = runtime.get().check(deploy.code());
    List<Mutation> mutations = new ArrayList<>();
    Ownership.claim(command.by(), Permissions.resource(fqmn), before, mutations);
    Bytes hash = Hashes.sha256(deploy.code());
    mutations.add(Mutation.put(ContractState.CODE, hash, deploy.code()));
    mutations.add(
        Mutation.put(
            ContractState.CODE_HASHES,
            ContractState.address(address),
            hash.concat(Bytes.utf8(deploy.label()))));
    Bytes payload =
        Json.object()
            .text("address", address)
            .text("codeHash", hash.hex())
            .text("label", deploy.label())
            .raw("about", about.utf8())
            .bytes();
    return Effects.ok(
        payload, mutations, List.of(new EventEffect("events.contracts.deployed", payload)));
  }

  // A name here, or an FQMN's other fields, would be code that no call ever reaches.
  private static void requireAddress(String address) {
    if (!Addresses.isAddress(address)) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-CTR-014",
          "address: "
              + (address.length() <= 80 ? address : address.substring(0, 80) + "…")
              + " (expected: 0x and hexadecimal digits, as 0x001)",
          "Register a name for it afterwards: cmesh name register");
    }
  }
}
