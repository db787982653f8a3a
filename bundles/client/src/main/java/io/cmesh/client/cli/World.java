package io.cmesh.client.cli;

import io.cmesh.client.Transport;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What lies around a run of the command line, so that tests can bring their own.
 *
 * @param directory the working directory
 * @param distribution where {@code etc/} of the distribution lies; null where it is not known
 * @param inTerminal whether standard input is a terminal
 * @param outTerminal whether standard output is
 * @param errTerminal whether standard error is
 */
record World(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Map<String, String> environment,
    Path directory,
    @Nullable Path distribution,
    boolean inTerminal,
    boolean outTerminal,
    boolean errTerminal,
    Clock clock,
    Supplier<Transport> transport) {
  PrintWriter writer() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  PrintWriter errorWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  Optional<String> variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Whether somebody sits there who can be asked. */
  boolean interactive() {
    return inTerminal && outTerminal;
  }

  /** Asks, and takes everything but a yes as a no. */
  boolean agreed(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks for a secret on the terminal; empty where there is none. */
  Optional<char[]> secret(String prompt) {
    Console console = outTerminal ? System.console() : null;
    return console == null
        ? Optional.empty()
        : Optional.ofNullable(console.readPassword("%s: ", prompt));
  }
}
