package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cmesh config …}: on the files of --home, whether its node runs or not. */
@Command(
    name = "config",
    description = "The node's configuration: list, get, set, validate.",
    footer = {
      "",
      "A value comes from the environment, else HOME/etc, else the distribution's etc.",
      "Example:",
      "  cmesh config set io.cmesh.roles.state memory"
    })
final class ConfigCommand {
  private final Context context;

  ConfigCommand(Context context) {
    this.context = context;
  }

  @Command(description = "Lists every setting with its value and where it comes from.")
  int list(
      @Parameters(paramLabel = "PID", arity = "0..1", description = "Of this PID alone.")
          @Nullable String pid) {
    ConfigFiles files = files();
    List<ConfigFiles.Value> values = new ArrayList<>();
    for (String each : pid == null ? files.pids() : List.of(pid)) {
      values.addAll(files.values(each));
    }
    Table table = new Table("SETTING", "VALUE", "FROM");
    List<Object> rows = new ArrayList<>();
    for (ConfigFiles.Value value : values) {
      table.row(value.key(), value.value(), value.source());
      rows.add(row(value));
    }
    context.printer().print(Map.of("settings", rows), () -> table.print(context.world().out()));
    return ExitCodes.OK;
  }

  @Command(description = "Prints one setting.")
  int get(@Parameters(paramLabel = "PID.KEY", description = "Which.") String setting) {
    ConfigFiles files = files();
    ConfigFiles.Key key = files.key(setting);
    ConfigFiles.Value value = files.value(key).orElseThrow(() -> unknownKey(files, key));
    context.printer().print(row(value), () -> context.world().out().println(value.value()));
    return ExitCodes.OK;
  }

  @Command(description = "Writes settings into HOME/etc, where a running node sees them.")
  int set(
      @Parameters(
              paramLabel = "PID.KEY",
              arity = "1..*",
              description = "PID.KEY VALUE, or one or more PID.KEY=VALUE.")
          String[] settings) {
    ConfigFiles files = files();
    Map<ConfigFiles.Key, String> wanted = new LinkedHashMap<>();
    if (settings.length == 2 && !settings[0].contains("=")) {
      wanted.put(files.key(settings[0]), settings[1]);
    } else {
      for (String setting : settings) {
        int equals = setting.indexOf('=');
        if (equals < 0) {
          throw new Context.UsageException(setting + " has no value (expected: PID.KEY=VALUE)");
        }
        wanted.put(files.key(setting.substring(0, equals)), setting.substring(equals + 1));
      }
    }
    wanted.forEach(ConfigCommand::requireOneLine);
    wanted.forEach((key, value) -> requireFit(files, key, value));
    wanted.forEach((key, value) -> set(files, key, value));
    return ExitCodes.OK;
  }

  @Command(description = "Checks what HOME/etc and the environment set.")
  int validate() {
    List<String> problems =
        new ConfigCheck(files(), context.home(), context.world().environment()).problems();
    Map<String, Object> result = Map.of("valid", problems.isEmpty(), "problems", problems);
    context
        .printer()
        .print(
            result,
            () -> {
              problems.forEach(problem -> context.world().out().println(problem));
              if (problems.isEmpty()) {
                context.say("The configuration of " + context.home() + " is valid.");
              }
            });
    return problems.isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private void set(ConfigFiles files, ConfigFiles.Key key, String value) {
    if (!files.declared(key.pid()).containsKey(key.name())) {
      context.warn(
          key
              + " is no setting that "
              + key.pid()
              + " knows "
              + files.declared(key.pid()).keySet());
    }
    files.set(key, value);
    context.say(key + " = " + value);
  }

  private static void requireOneLine(ConfigFiles.Key key, String value) {
    if (value.lines().count() > 1) {
      throw new Context.UsageException(key + ": the value has several lines (expected: one)");
    }
  }

  private static void requireFit(ConfigFiles files, ConfigFiles.Key key, String value) {
    String byDefault = files.declared(key.pid()).getOrDefault(key.name(), "");
    ConfigCheck.expected(files, key, byDefault, value)
        .ifPresent(
            expected -> {
              throw new Context.UsageException(
                  key + ": " + value + " (expected: " + expected + ")");
            });
  }

  private ConfigFiles files() {
    Path distribution = context.world().distribution();
    if (distribution == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-CLI-023",
          "where the distribution lies is not known",
          "Start this command by the script cmesh.");
    }
    return new ConfigFiles(
        distribution.resolve("etc"), context.home().resolve("etc"), context.world().environment());
  }

  private static Map<String, Object> row(ConfigFiles.Value value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("setting", value.key().toString());
    row.put("value", value.value());
    row.put("from", value.source());
    return row;
  }

  private static MeshException unknownKey(ConfigFiles files, ConfigFiles.Key key) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-CLI-020",
        key + " is no setting (expected: one of " + files.declared(key.pid()).keySet() + ")",
        "See them all with: cmesh config list");
  }
}
