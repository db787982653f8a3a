package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.handlers.contracts.ContractState;

/** May it? A filter: of writes the command's handler decides again, at its index. Thread-safe. */
final class Authorize {
  void take(Passage p) {
    p.enter("authorize", Role.IAM);
    Fqmn resolved = p.resolved();
    Decision decision = decide(p, resolved);
    if (!decision.allowed()) {
      throw Refusal.of(decision, p.principal(), verb(p.assembly(), resolved), resolved);
    }
    p.leave(Status.OK, made(p, decision.reason()));
  }

  /** Layers are published: what names an attribute must not be found by trying values. */
  private static Bytes made(Passage p, String reason) {
    return p.principal().attributes().isEmpty() ? p.hash(reason) : p.salted(Bytes.utf8(reason));
  }

  /** Whether the request's principal may do what {@code fqmn} says. */
  Decision decide(Passage p, Fqmn fqmn) {
    return p.assembly()
        .iam()
        .decide(p.principal(), verb(p.assembly(), fqmn), fqmn, p.assembly().state());
  }

  /** What {@code fqmn} needs: execute where code is deployed, otherwise its opcode's verb. */
  static Verb verb(Assembly assembly, Fqmn fqmn) {
    if (fqmn.opcode() == Opcode.SW
        && assembly.state().get(ContractState.CODE_HASHES, ContractState.address(fqmn.target()))
            != null) {
      return Verb.EXECUTE;
    }
    return fqmn.opcode().verb();
  }
}
