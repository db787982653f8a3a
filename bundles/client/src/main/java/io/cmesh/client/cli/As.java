package io.cmesh.client.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Who speaks: the option of every command that asks the node something in somebody's name. */
final class As {
  /** The identity's name; null for the current one. */
  @Option(
      names = "--as",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "As which of your identities; \"operator\" uses HOME/admin.key.")
  @Nullable String name;
}
