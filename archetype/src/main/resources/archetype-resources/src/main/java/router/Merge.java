package ${package};

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.FqmnException;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.Status;
import org.jspecify.annotations.Nullable;

/** Puts a name's target and what a call adds together. */
final class Merge {
  private Merge() {}

  /** The call that {@code target} becomes with the function and args of {@code call}. */
  static Fqmn of(Fqmn call, Fqmn target) {
    String function = call.function();
    String argument = call.argument();
    if (function == null && argument == null) {
      return parsed(target.text(), call.target());
    }
    return parsed(merged(call, target, function, argument), call.target());
  }

  private static String merged(
      Fqmn call, Fqmn target, @Nullable String function, @Nullable String argument) {
    Fqmn inner = target.inner();
    if (target.opcode() == Opcode.P && inner != null) {
      return "0xP:" + target.target() + ":" + merged(call, inner, function, argument);
    }
    if (function != null && target.function() != null) {
      throw both("a function", call.target(), target);
    }
    if (argument != null && target.argument() != null) {
      throw both("arguments", call.target(), target);
    }
    return text(
        target.opcode(),
        target.target(),
        function == null ? target.function() : function,
        argument == null ? target.argument() : argument);
  }

  /** {@code call} with an address in place of a name. */
  static Fqmn at(String address, Fqmn call) {
    return Fqmn.parse(text(call.opcode(), address, call.function(), call.argument()));
  }

  private static String text(
      Opcode opcode, String target, @Nullable String function, @Nullable String argument) {
    StringBuilder text = new StringBuilder(64).append(opcode.text()).append(':').append(target);
    if (function != null) {
      text.append(':').append(function);
    }
    if (argument != null) {
      text.append(':').append(argument);
    }
    return text.toString();
  }

  private static Fqmn parsed(String text, String name) {
    try {
      return Fqmn.parse(text);
    } catch (FqmnException e) {
      throw MeshException.of(
              Status.BAD_REQUEST,
              "CMESH-RTR-006",
              "name: " + name + " makes this call " + shown(text) + ", which is none: " + e.text())
          .hint("See what the name stands for: cmesh name resolve " + name)
          .cause(e)
          .build();
    }
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
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }
}
