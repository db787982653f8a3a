package io.cmesh.kernel.node;

import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.kernel.handlers.contracts.ContractDeployHandler;
import io.cmesh.kernel.handlers.contracts.Execution;
import io.cmesh.kernel.handlers.epochs.EpochBegin;
import io.cmesh.kernel.handlers.epochs.EpochSeal;
import io.cmesh.kernel.handlers.events.EventPublishHandler;
import io.cmesh.kernel.handlers.names.NameRegister;
import io.cmesh.kernel.handlers.names.NameRelease;
import io.cmesh.kernel.handlers.names.NameTransfer;
import io.cmesh.kernel.handlers.outbox.OutboxTrimHandler;
import io.cmesh.kernel.handlers.permissions.PermissionGrant;
import io.cmesh.kernel.handlers.permissions.PermissionRevoke;
import io.cmesh.kernel.handlers.sessions.SessionOpen;
import io.cmesh.kernel.handlers.sessions.SessionRevoke;
import io.cmesh.kernel.handlers.state.StateWriteHandler;
import io.cmesh.kernel.order.Handlers;
import java.util.function.Supplier;

/** The commands that the kernel itself handles; applications add theirs. */
final class KernelCommands {
  private KernelCommands() {}

  static void add(Handlers handlers, Execution execution, Supplier<ContractRuntime> contract) {
    handlers.add(new StateWriteHandler(execution));
    handlers.add(new ContractDeployHandler(contract));
    handlers.add(new EventPublishHandler());
    handlers.add(new OutboxTrimHandler());
    handlers.add(new NameRegister());
    handlers.add(new NameTransfer());
    handlers.add(new NameRelease());
    handlers.add(new EpochSeal());
    handlers.add(new EpochBegin());
    handlers.add(new SessionOpen());
    handlers.add(new SessionRevoke());
    handlers.add(new PermissionGrant());
    handlers.add(new PermissionRevoke());
  }
}
