package io.cmesh.client.cli;

import io.cmesh.client.internal.UrlTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Runs the command line in this process, in a world of a directory. */
final class CliRun {
  final Path directory;
  final Map<String, String> environment = new HashMap<>();
  boolean terminal;
  String typed = "";

  CliRun(Path directory) {
    this.directory = directory;
    environment.put("CMESH_CONFIG", directory.resolve("config").toString());
    environment.put("CMESH_HOME", directory.resolve("home").toString());
  }

  record Result(int code, String out, String err) {}

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    World world =
        new World(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            environment,
            directory,
            directory.resolve("dist"),
            terminal,
            terminal,
            terminal,
            Clock.systemUTC(),
            UrlTransport::new);
    int code = new Cli(world).run(args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  Path home() throws IOException {
    return Files.createDirectories(directory.resolve("home"));
  }

  /** Gives the home an operator's key. */
  void operator() throws IOException {
    String d = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
    Files.writeString(
        home().resolve("admin.key"), "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"" + d + "\"}");
  }
}
