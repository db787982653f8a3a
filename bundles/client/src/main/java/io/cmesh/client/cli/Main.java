package io.cmesh.client.cli;

import io.cmesh.client.internal.UrlTransport;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * The {@code cmesh} program. The script that starts it says in system properties what Java cannot
 * find out: {@code cmesh.tty} (which of 0, 1, 2 are terminals) and {@code cmesh.dist}.
 */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int code = new Cli(world(out, err)).run(args);
    out.flush();
    err.flush();
    // Somebody who closed our output early, as head does, has what they wanted.
    System.exit(code);
  }

  private static World world(PrintStream out, PrintStream err) {
    String terminals = System.getProperty("cmesh.tty", "");
    String distribution = System.getProperty("cmesh.dist");
    return new World(
        out,
        err,
        System.in,
        Map.copyOf(System.getenv()),
        Path.of("").toAbsolutePath(),
        distribution == null ? null : Path.of(distribution),
        terminals.contains("0"),
        terminals.contains("1"),
        terminals.contains("2"),
        Clock.systemUTC(),
        UrlTransport::new);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }
}
