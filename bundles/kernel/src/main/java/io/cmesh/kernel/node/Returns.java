package io.cmesh.kernel.node;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.RoleInstance;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a provider that was away over the data it left, where it stood: nothing is copied. */
final class Returns {
  private static final Logger LOG = LoggerFactory.getLogger(Returns.class);

  private final Kernel kernel;

  Returns(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Fills the role again; what stalled meanwhile goes on by itself. */
  CompletionStage<Void> back(Role role, String provider, AssemblyFile.Entry left) {
    if (!left.provider().equals(provider)) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-SWP-005",
          "the data of " + role.text() + " lie with " + left.provider() + ", which is away now",
          "Install " + left.provider() + " again, then swap to " + provider + ".");
    }
    return kernel.applier().between(() -> open(role, left));
  }

  private void open(Role role, AssemblyFile.Entry left) {
    RoleInstance fresh = kernel.openings().open(role, left.provider(), left.directory());
    if (role == Role.STATE) {
      kernel.snapshots().recover((StateStore) fresh.service());
    }
    kernel.assemblies().install(Kernel.activate(fresh));
    if (role == Role.CONSENSUS) {
      kernel.follower().start();
    }
    if (role == Role.EVENTS) {
      kernel.streams().forEach(kernel.assemblies().current().events()::ensureStream);
    }
    LOG.info("{} is back", left.directory());
  }
}
