package io.cmesh.kernel.handlers.epochs;

import io.cmesh.api.command.Command;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/** Refuses commands of others. */
final class NodesOwn {
  private NodesOwn() {}

  static void require(Command command, String type) {
    if (command.by().kind() != Principal.Kind.NODE) {
      throw new MeshException(Status.FORBIDDEN, "CMESH-KRN-012", type + " is the node's own");
    }
  }
}
