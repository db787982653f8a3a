package io.cmesh.router.traced;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.FqmnException;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.Status;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A call of a name, and what the name stands for.
 *
 * @param call with the function and the arguments that the client adds
 * @param target of the name
 */
record Joining(Fqmn call, Fqmn target) {
  private static final int LONGEST = 120;

  /** The call that both make together. */
  Fqmn joined() {
    if (call.function() == null && call.argument() == null) {
      return parsed(target.text());
    }
    StringJoiner text = new StringJoiner(":");
    Fqmn last = target;
    for (Fqmn inner = last.inner();
        last.opcode() == Opcode.P && inner != null;
        inner = last.inner()) {
      text.add(last.opcode().text()).add(last.target());
      last = inner;
    }
    text.add(last.opcode().text()).add(last.target());
    add(text, one("a function", call.function(), last.function(), last));
    add(text, one("arguments", call.argument(), last.argument(), last));
    return parsed(text.toString());
  }

  private @Nullable String one(
      String what, @Nullable String ofCall, @Nullable String ofTarget, Fqmn last) {
    if (ofCall != null && ofTarget != null) {
      throw both(what, call.target(), last);
    }
    return ofCall == null ? ofTarget : ofCall;
  }

  /** {@code call} with a contract's address, or another name of it, in place of its name. */
  static Fqmn at(String contract, Fqmn call) {
    StringJoiner text = new StringJoiner(":").add(call.opcode().text()).add(contract);
    add(text, call.function());
    add(text, call.argument());
    return Fqmn.parse(text.toString());
  }

  private static void add(StringJoiner text, @Nullable String part) {
    if (part != null) {
      text.add(part);
    }
  }

  private Fqmn parsed(String text) {
    try {
      return Fqmn.parse(text);
    } catch (FqmnException e) {
      throw MeshException.of(
              Status.BAD_REQUEST,
              "CMESH-RTR-006",
              "name: "
                  + call.target()
                  + " makes this call "
                  + shown(text)
                  + ", which is none: "
                  + e.text())
          .hint("See what the name stands for: cmesh name resolve " + call.target())
          .cause(e)
          .build();
    }
  }

  static MeshException noCall(String what, String hint) {
    return new MeshException(Status.BAD_REQUEST, "CMESH-RTR-006", what, hint);
  }

  static MeshException both(String what, String name, Fqmn target) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-RTR-004",
        "name: "
            + name
            + " stands for "
            + shown(target.text())
            + " and the call brings "
            + what
            + " too",
        "Leave one of them out.");
  }

  private static String shown(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
