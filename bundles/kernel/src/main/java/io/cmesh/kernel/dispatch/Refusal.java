package io.cmesh.kernel.dispatch;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Verb;
import java.util.Locale;

/** A 403 that says which rule would have helped. */
final class Refusal {
  private Refusal() {}

  static MeshException of(Decision decision, Principal who, Verb verb, Fqmn resolved) {
    return new MeshException(
        Status.FORBIDDEN,
        "CMESH-KRN-012",
        resolved.text() + ": " + decision.reason(),
        hint(who, verb, resolved));
  }

  private static String hint(Principal who, Verb verb, Fqmn resolved) {
    if (resolved.opcode() == Opcode.EW && resolved.target().startsWith(Channels.NODE)) {
      return "No rule changes that: publish on a channel of your own, as demo.a";
    }
    return "Ask its owner, or an administrator, for: cmesh permission grant "
        + who.did()
        + " "
        + verb.name().toLowerCase(Locale.ROOT)
        + " '"
        + resolved.opcode().text()
        + ":"
        + resolved.target()
        + ":**'";
  }
}
