package io.cmesh.kernel.dispatch;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.handlers.contracts.ContractState;
import io.cmesh.kernel.handlers.state.StateWriteHandler;
import java.util.concurrent.CompletionStage;

/** {@code 0xSW}: orders a write, or a transaction where code is deployed. */
final class StateWrites implements Executor {
  private final Order order;

  StateWrites(Order order) {
    this.order = order;
  }

  @Override
  public Role role() {
    return Role.STATE;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    Fqmn fqmn = p.resolved();
    if (fqmn.function() == null) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-VAL-001",
          fqmn.text() + ": no key (expected: 0xSW:<contract>:<key>:<value>)");
    }
    boolean code = ContractState.hasCode(fqmn.target(), p.assembly().state());
    if (code) {
      // Nobody for the role: say so now, before the log holds what cannot be applied.
      p.assembly().contract();
    }
    return order.take(p, StateWriteHandler.draft(fqmn), code ? Role.CONTRACT : Role.STATE);
  }
}
