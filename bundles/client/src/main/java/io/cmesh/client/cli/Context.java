package io.cmesh.client.cli;

import io.cmesh.client.Answer;
import io.cmesh.client.MeshClient;
import io.cmesh.client.OperatorKey;
import io.cmesh.client.TokenSource;
import io.cmesh.client.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** What a command works with: the global options made real. One a run, used by one thread. */
final class Context {
  /** In place of an identity's name: the node's operator. */
  static final String OPERATOR = "operator";

  private static final String DEFAULT_NODE = "http://127.0.0.1:6470";

  private final World world;
  private final Cmesh globals;
  private @Nullable Transport transport;

  Context(World world, Cmesh globals) {
    this.world = world;
    this.globals = globals;
  }

  World world() {
    return world;
  }

  Cmesh globals() {
    return globals;
  }

  /** Whether to print colours there: not where somebody asked for none (https://no-color.org). */
  boolean colours(boolean terminal) {
    return terminal && !globals.noColor && world.variable("NO_COLOR").isEmpty();
  }

  Printer printer() {
    return new Printer(world.out(), globals.output);
  }

  /**
   * For people alone: what was done, on standard error so that standard output stays the answer.
   */
  void say(String text) {
    if (!globals.quiet && globals.output == Format.TABLE) {
      world.err().println(text);
      world.err().flush();
    }
  }

  void warn(String text) {
    world.err().println("cmesh: warning: " + text);
    world.err().flush();
  }

  /** The node's home, absolute. */
  Path home() {
    Path home =
        globals.home != null
            ? globals.home
            : Path.of(world.variable("CMESH_HOME").orElse(".cmesh"));
    return world.directory().resolve(home).normalize();
  }

  /** A path that the node, which runs in another directory, understands. */
  Path absolute(Path path) {
    return world.directory().resolve(path).normalize();
  }

  /** The node's URL, without a final slash. */
  URI node() {
    String text = globals.node != null ? globals.node : defaultNode();
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getHost() != null && uri.getScheme().startsWith("http")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, with what was expected.
    }
    throw new UsageException("--node: " + text + " (expected: a URL as " + DEFAULT_NODE + ")");
  }

  private String defaultNode() {
    return world.variable("CMESH_NODE").or(this::nodeOfHome).orElse(DEFAULT_NODE);
  }

  // Written by `cmesh up`, which knows the offset.
  private Optional<String> nodeOfHome() {
    try {
      return Optional.of(Files.readString(home().resolve("cmesh.url")).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A person's identities and sessions. */
  Store store() {
    return new Store(configDirectory());
  }

  private Path configDirectory() {
    return world
        .variable("CMESH_CONFIG")
        .map(world.directory()::resolve)
        .or(() -> world.variable("XDG_CONFIG_HOME").map(dir -> Path.of(dir, "cmesh")))
        .orElseGet(
            () ->
                Path.of(world.variable("HOME").orElse(System.getProperty("user.home")))
                    .resolve(".config/cmesh"));
  }

  /** A client without tokens. */
  MeshClient anonymous() {
    if (transport == null) {
      transport = world.transport().get();
    }
    return MeshClient.over(node(), transport);
  }

  /** A client that speaks as an identity: the one named, else the current one of this node. */
  MeshClient client(@Nullable String as) {
    return OPERATOR.equals(as) ? operator() : anonymous().with(sessions(as));
  }

  /** The tokens of an identity: the one named, else the current one of this node. */
  TokenSource sessions(@Nullable String as) {
    return new StoredSession(store(), anonymous(), as, world.clock());
  }

  /** A client that speaks as the node's operator. */
  MeshClient operator() {
    OperatorKey key = OperatorKey.load(adminKey(), world.clock());
    MeshClient client = anonymous();
    return client.with(key.tokensFor(client.nodeDid()));
  }

  private Path adminKey() {
    Path own = home().resolve("admin.key");
    Path first = home().resolve("node-1/admin.key");
    return Files.exists(own) || !Files.exists(first) ? own : first;
  }

  /** Prints an answer, or the refusal that it is, and says which exit code that makes. */
  int print(Answer answer, Runnable table) {
    if (!answer.ok()) {
      return Failures.report(new io.cmesh.client.RefusedException(answer), this);
    }
    printer().print(answer.message().fields(), table);
    return ExitCodes.OK;
  }

  /** Wrong usage that only the command can see. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }

    /** The message; never null here. */
    String text() {
      return String.valueOf(getMessage());
    }
  }

  /** Of picocli's errors, those that a command throws itself. */
  static boolean isUsage(Throwable error) {
    return error instanceof UsageException || error instanceof ParameterException;
  }
}
