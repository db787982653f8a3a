package io.cmesh.client.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line's root: the options that every command takes, before or after its noun. */
@Command(
    name = "cmesh",
    description = "Runs and talks to CMesh nodes.",
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {
      "",
      "First steps: cmesh up --detach, cmesh login, cmesh call 0xI:whoami.",
      "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 node not reached, 4 401 or 403."
    })
final class Cmesh {
  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "How to print: table, json or yaml (default: table).")
  Format output = Format.TABLE;

  @Option(
      names = "--node",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description = "The node (default: $CMESH_NODE, else that of --home, else port 6470 here).")
  @Nullable String node;

  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "The node's home (default: $CMESH_HOME, else .cmesh).")
  @Nullable Path home;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No colours; nor where the variable NO_COLOR says so.")
  boolean noColor;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Say only what was asked for.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more; errors with their causes.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;
}
