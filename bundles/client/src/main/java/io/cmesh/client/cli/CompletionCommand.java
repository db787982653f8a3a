package io.cmesh.client.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code cmesh completion}: scripts for shells. */
@Command(
    name = "completion",
    description = "Prints a completion script: bash, zsh, fish.",
    footer = {
      "",
      "  bash: source <(cmesh completion bash)",
      "  zsh:  source <(cmesh completion zsh)",
      "  fish: cmesh completion fish | source"
    })
final class CompletionCommand {
  private final Context context;

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Command(description = "For bash.")
  int bash() {
    return print(AutoComplete.bash("cmesh", all()));
  }

  @Command(description = "For zsh.")
  int zsh() {
    // The script of bash turns itself into one of zsh by bashcompinit, which needs compinit.
    return print("autoload -U +X compinit && compinit\n" + AutoComplete.bash("cmesh", all()));
  }

  @Command(description = "For fish.")
  int fish() {
    StringBuilder script = new StringBuilder("complete -c cmesh -f\n");
    CommandLine root = all();
    options(script, root.getCommandSpec(), "");
    root.getSubcommands().forEach((noun, line) -> noun(script, noun, line));
    return print(script.toString());
  }

  private static void noun(StringBuilder script, String noun, CommandLine line) {
    String when = "-n '__fish_use_subcommand'";
    entry(script, when + " -a " + noun, description(line));
    line.getSubcommands()
        .forEach(
            (verb, below) ->
                entry(
                    script,
                    "-n '__fish_seen_subcommand_from " + noun + "' -a " + verb,
                    description(below)));
    options(script, line.getCommandSpec(), "-n '__fish_seen_subcommand_from " + noun + "' ");
  }

  private static void options(StringBuilder script, CommandSpec spec, String when) {
    for (OptionSpec option : spec.options()) {
      if (!option.inherited()) {
        String name = option.longestName().replaceFirst("^--", "");
        String value = option.arity().max() > 0 ? " -r" : "";
        String[] text = option.description();
        entry(script, when + "-l " + name + value, text.length == 0 ? "" : text[0]);
      }
    }
  }

  private static void entry(StringBuilder script, String what, String text) {
    script
        .append("complete -c cmesh ")
        .append(what)
        .append(" -d '")
        .append(text.replace("'", "\\'"))
        .append("'\n");
  }

  private static String description(CommandLine line) {
    String[] text = line.getCommandSpec().usageMessage().description();
    return text.length == 0 ? "" : text[0];
  }

  private CommandLine all() {
    return Cli.assemble(new Cmesh(), context, null);
  }

  private int print(String script) {
    context.world().out().print(script);
    context.world().out().flush();
    return ExitCodes.OK;
  }
}
