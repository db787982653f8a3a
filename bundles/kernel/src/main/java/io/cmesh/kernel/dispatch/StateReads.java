package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.handlers.contracts.ContractState;
import io.cmesh.kernel.handlers.contracts.Execution;
import java.util.concurrent.CompletionStage;

/** {@code 0xS}: reads a key, or queries the code deployed there. */
final class StateReads implements Executor {
  private final Execution execution;

  StateReads(Execution execution) {
    this.execution = execution;
  }

  @Override
  public Role role() {
    return Role.STATE;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    Fqmn fqmn = p.resolved();
    String function = fqmn.function();
    if (function == null) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-VAL-003",
          fqmn.text() + " names a contract, not what to read there",
          "Add a key or function: " + fqmn.text() + ":<key>");
    }
    if (ContractState.hasCode(fqmn.target(), p.assembly().state())) {
      return Answer.ok(execution.query(fqmn, p.principal(), p.timeMillis(), p.assembly().state()))
          .now();
    }
    return read(p, fqmn, function).now();
  }

  private static Answer read(Passage p, Fqmn fqmn, String key) {
    Versioned value =
        fqmn.argument() != null
            ? null
            : p.assembly()
                .store()
                .get(ContractState.VALUES, ContractState.at(fqmn.target(), Bytes.utf8(key)));
    if (value == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-VAL-002",
          fqmn.text() + ": nothing there",
          "Write it first: 0xSW:" + fqmn.target() + ":" + key + ":<value>");
    }
    return Answer.ok(value.value());
  }
}
