package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.RefusedException;
import io.cmesh.client.UnreachableException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns what went wrong into one line that says what to do next, and an exit code. */
final class Failures {
  private Failures() {}

  /** What is told. */
  record Failure(String code, String message, String hint) {
    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("code", code);
      fields.put("message", message);
      fields.put("hint", hint);
      return fields;
    }

    String line() {
      String text = hint.isBlank() ? message : message + ". " + hint;
      return code.isBlank() ? text : text + " [" + code + "]";
    }
  }

  static int report(Throwable error, Context context) {
    if (error instanceof RefusedException refused && refused.answer().whole()) {
      printMessage(refused, context);
    } else {
      print(failure(error), context);
    }
    if (context.globals().verbose) {
      error.printStackTrace(context.world().err());
    }
    return exitCode(error);
  }

  static void print(Failure failure, Context context) {
    if (context.globals().output == Format.TABLE) {
      line(failure, context);
    } else {
      context.printer().print(failure.fields(), () -> {});
    }
  }

  private static void printMessage(RefusedException refused, Context context) {
    if (context.globals().output == Format.TABLE) {
      line(failure(refused), context);
    } else {
      context.printer().print(refused.answer().message().fields(), () -> {});
    }
  }

  private static void line(Failure failure, Context context) {
    boolean colour = context.colours(context.world().errTerminal());
    String prefix = colour ? "\u001b[31mcmesh:\u001b[0m " : "cmesh: ";
    context.world().err().println(prefix + failure.line().replaceAll("\\s*\\R\\s*", " "));
    context.world().err().flush();
  }

  private static Failure failure(Throwable error) {
    if (error instanceof MeshException mesh) {
      return new Failure(mesh.code(), trimmed(mesh.text()), mesh.hint().orElse(""));
    }
    if (Context.isUsage(error)) {
      return new Failure("CMESH-CLI-010", String.valueOf(error.getMessage()), "See: cmesh --help");
    }
    return new Failure(
        "CMESH-CLI-099", "unexpected: " + error, "Run it again with -v and report what it prints.");
  }

  private static String trimmed(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static int exitCode(Throwable error) {
    if (error instanceof UnreachableException) {
      return ExitCodes.UNREACHABLE;
    }
    if (Context.isUsage(error)) {
      return ExitCodes.USAGE;
    }
    if (error instanceof RefusedException refused) {
      return ExitCodes.of(refused.answer().status());
    }
    return error instanceof MeshException mesh && mesh.status() == Status.UNAUTHORIZED
        ? ExitCodes.DENIED
        : ExitCodes.FAILED;
  }
}
