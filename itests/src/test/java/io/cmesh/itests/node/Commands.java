package io.cmesh.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs. Output goes through files: a detached child that holds a pipe blocks nobody. */
public final class Commands {
  private Commands() {}

  /** Runs a command to its end, or fails after {@code limit}. */
  public static CommandResult run(
      Path directory, Map<String, String> environment, Duration limit, List<String> command) {
    String shown = String.join(" ", command);
    try {
      Path out = Files.createTempFile("cmesh-out", ".txt");
      Path err = Files.createTempFile("cmesh-err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(new java.io.File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String output = Files.readString(out);
      String errors = Files.readString(err);
      Files.delete(out);
      Files.delete(err);
      if (!ended) {
        throw new AssertionError(
            shown + ": still running after " + limit + "\n" + output + "\n" + errors);
      }
      return new CommandResult(shown, process.exitValue(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(shown, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(shown, e);
    }
  }
}
