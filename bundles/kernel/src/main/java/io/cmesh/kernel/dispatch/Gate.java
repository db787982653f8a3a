package io.cmesh.kernel.dispatch;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.iam.VerifiedToken;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.handlers.permissions.Administration;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a token belongs to and what they may, outside a message's way: for administration and
 * subscriptions. Thread-safe.
 */
public final class Gate {
  private final Assemblies assemblies;
  private final Authenticate authenticate;

  Gate(Assemblies assemblies, Authenticate authenticate) {
    this.assemblies = assemblies;
    this.authenticate = authenticate;
  }

  /** Whose token this is; 401 where it is not good. */
  public Principal principal(@Nullable String token) {
    try (Assembly.Pin pin = assemblies.pin()) {
      return authenticate.principal(token, pin.assembly());
    }
  }

  /** The session behind a token; null for the operator's. */
  public @Nullable VerifiedToken session(String token) {
    try (Assembly.Pin pin = assemblies.pin()) {
      return authenticate.session(token, pin.assembly());
    }
  }

  /** Throws 403 unless {@code who} is the operator, the node, or may do all operations. */
  public void requireOperator(Principal who) {
    requireAdministrator(who, "**");
  }

  /**
   * Throws 403 unless {@code who} is the operator, the node, or may do {@code operation} by a rule
   * that names it.
   */
  public void requireAdministrator(Principal who, String operation) {
    if (who.isTrusted()) {
      return;
    }
    try (Assembly.Pin pin = assemblies.pin()) {
      if (!Administration.permits(who, operation, pin.assembly().state())) {
        String address = Administration.PREFIX + operation;
        throw new MeshException(
            Status.FORBIDDEN,
            "CMESH-KRN-019",
            who.did() + " is not the operator, and no rule names it an administrator of " + address,
            "Run it where HOME/admin.key can be read, or ask for: cmesh permission grant "
                + who.did()
                + " administer '"
                + address
                + "' --as operator");
      }
    }
  }

  /** Throws 403 unless {@code who} may read {@code fqmn}. */
  public void requireRead(Principal who, Fqmn fqmn) {
    try (Assembly.Pin pin = assemblies.pin()) {
      Assembly a = pin.assembly();
      Decision decision = a.iam().decide(who, fqmn.opcode().verb(), fqmn, a.state());
      if (!decision.allowed()) {
        throw Refusal.of(decision, who, fqmn.opcode().verb(), fqmn);
      }
    }
  }
}
