package io.cmesh.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the arguments, runs the command, and turns whatever happens into an exit code. */
final class Cli {
  // Those of Cmesh that take a value: it may stand between them and the noun.
  private static final Set<String> VALUED = Set.of("-o", "--output", "--node", "--home", "--as");

  private final World world;

  Cli(World world) {
    this.world = world;
  }

  int run(String... args) {
    Cmesh globals = new Cmesh();
    Context context = new Context(world, globals);
    CommandLine line = assemble(globals, context, noun(args));
    line.setOut(world.writer());
    line.setErr(world.errorWriter());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, ignored) -> usage(e, context));
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, command, context));
    return args.length == 0 ? help(line) : line.execute(asAfterNoun(args));
  }

  // --as belongs to the nouns that act as somebody; people write it before them as well.
  private static String[] asAfterNoun(String... args) {
    List<String> moved = new ArrayList<>();
    List<String> all = new ArrayList<>(List.of(args));
    for (int i = 0; i < all.size(); i++) {
      String arg = all.get(i);
      if (arg.equals("--as") && i + 1 < all.size()) {
        moved.addAll(List.of(all.remove(i), all.remove(i)));
        i--;
      } else if (arg.startsWith("--as=")) {
        moved.add(all.remove(i--));
      } else if (VALUED.contains(arg)) {
        i++;
      } else if (!arg.startsWith("-")) {
        all.addAll(i + 1, moved);
        return all.toArray(String[]::new);
      }
    }
    return args;
  }

  private static int help(CommandLine line) {
    line.usage(line.getErr());
    return ExitCodes.USAGE;
  }

  /** The command line with the noun alone, or with all of them where none was recognised. */
  static CommandLine assemble(Cmesh globals, Context context, @Nullable String noun) {
    CommandLine line = new CommandLine(globals);
    for (String each : noun == null ? Nouns.ALL : List.of(noun)) {
      line.addSubcommand(each, Nouns.create(each, context));
    }
    return line;
  }

  private static @Nullable String noun(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (VALUED.contains(args[i])) {
        i++;
      } else if (!args[i].startsWith("-")) {
        return Nouns.ALL.contains(args[i]) ? args[i] : null;
      }
    }
    return null;
  }

  private static int usage(ParameterException e, Context context) {
    return usage(message(e), e.getCommandLine(), context);
  }

  private static int report(Exception e, CommandLine command, Context context) {
    return e instanceof Context.UsageException wrong
        ? usage(wrong.text(), command, context)
        : Failures.report(e, context);
  }

  private static int usage(String message, CommandLine command, Context context) {
    String hint = "See: " + command.getCommandSpec().qualifiedName() + " --help";
    Failures.print(new Failures.Failure("CMESH-CLI-010", message, hint), context);
    return ExitCodes.USAGE;
  }

  private static String message(ParameterException e) {
    String text =
        String.valueOf(e.getMessage())
            .lines()
            .findFirst()
            .orElse("wrong usage")
            // A converter's exception, which says the same in Java's words.
            .replaceFirst(" \\(java\\..*\\)$", "");
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> close = unmatched.getSuggestions();
      return close.isEmpty() ? text : text + " (did you mean " + String.join(" or ", close) + "?)";
    }
    return text;
  }
}
