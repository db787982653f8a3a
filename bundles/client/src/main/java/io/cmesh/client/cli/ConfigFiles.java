package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The node's configuration as it lies on disk: {@code etc/<pid>.cfg} of the distribution, overlaid
 * by {@code HOME/etc/<pid>.cfg}, overlaid by the environment ({@code CMESH_<PID>_<KEY>}).
 */
final class ConfigFiles {
  private static final String SUFFIX = ".cfg";
  private static final String OURS = "io.cmesh";
  // Commented out: no space after the #, which is how prose begins.
  private static final Pattern DECLARED =
      Pattern.compile("^#?([A-Za-z][A-Za-z0-9_.-]*)\\s*=\\s*(.*)$");

  private final Path distribution;
  private final Path home;
  private final Map<String, String> environment;

  ConfigFiles(Path distribution, Path home, Map<String, String> environment) {
    this.distribution = distribution;
    this.home = home;
    this.environment = environment;
  }

  /** A PID and one of its keys. */
  record Key(String pid, String name) {
    @Override
    public String toString() {
      return pid + "." + name;
    }
  }

  /**
   * A key's value and where it comes from.
   *
   * @param source {@code default}, {@code home} or {@code environment}
   */
  record Value(Key key, String value, String source) {}

  /** The PIDs that have a file in the distribution, sorted. */
  List<String> pids() {
    try (Stream<Path> files = Files.list(distribution)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(OURS) && name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(distribution, e);
    }
  }

  /** The PIDs that have a file in the home, sorted. */
  List<String> pidsOfHome() {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    return new ConfigFiles(home, home, environment).pids();
  }

  /**
   * Splits {@code pid.key}: the PID is the longest that has a file.
   *
   * @throws MeshException {@code CMESH-CLI-020} where none has
   */
  Key key(String text) {
    return pids().stream()
        .filter(pid -> text.startsWith(pid + ".") && text.length() > pid.length() + 1)
        .reduce((shorter, longer) -> shorter.length() > longer.length() ? shorter : longer)
        .map(pid -> new Key(pid, text.substring(pid.length() + 1)))
        .orElseThrow(() -> unknownPid(text));
  }

  /** The keys that the distribution's file declares, commented out or not, with their defaults. */
  Map<String, String> declared(String pid) {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String line : text(distribution.resolve(pid + SUFFIX)).lines().toList()) {
      Matcher matcher = DECLARED.matcher(line);
      if (matcher.matches()) {
        keys.put(matcher.group(1), matcher.group(2).strip());
      }
    }
    return keys;
  }

  /** The range that the comment above a key names, if it names one. */
  Optional<ConfigRange> range(Key key) {
    return comment(key).flatMap(comment -> ConfigRange.of(key.name(), comment));
  }

  /** The words that the comment above a key lists, if it lists those it may be. */
  Optional<ConfigChoice> choice(Key key, String byDefault) {
    return comment(key).flatMap(comment -> ConfigChoice.of(byDefault, comment));
  }

  /** The lines of the comment above a key; empty where there is no such key. */
  private Optional<List<String>> comment(Key key) {
    List<String> comment = new ArrayList<>();
    for (String line : text(distribution.resolve(key.pid() + SUFFIX)).lines().toList()) {
      Matcher matcher = DECLARED.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(key.name())) {
        return Optional.of(comment);
      }
      if (line.startsWith("# ")) {
        comment.add(line.substring(2));
      } else {
        comment.clear();
      }
    }
    return Optional.empty();
  }

  /** Every value of a PID as the node sees it, sorted by key. */
  List<Value> values(String pid) {
    Map<String, String> defaults = properties(distribution.resolve(pid + SUFFIX));
    Map<String, String> own = properties(home.resolve(pid + SUFFIX));
    TreeSet<String> names = new TreeSet<>(declared(pid).keySet());
    names.addAll(defaults.keySet());
    names.addAll(own.keySet());
    List<Value> values = new ArrayList<>();
    for (String name : names) {
      values.add(value(new Key(pid, name), defaults, own));
    }
    return values;
  }

  /** The value of one key; empty where nothing says it. */
  Optional<Value> value(Key key) {
    return values(key.pid()).stream().filter(value -> value.key().equals(key)).findFirst();
  }

  private Value value(Key key, Map<String, String> defaults, Map<String, String> own) {
    String variable = environment.get(variable(key));
    if (variable != null) {
      return new Value(key, variable, "environment");
    }
    String overlaid = own.get(key.name());
    if (overlaid != null) {
      return new Value(key, overlaid, "home");
    }
    String value = defaults.get(key.name());
    return new Value(
        key, value != null ? value : declared(key.pid()).getOrDefault(key.name(), ""), "default");
  }

  /** The environment variable that overrides a key. */
  static String variable(Key key) {
    return ("CMESH_" + key.pid() + "_" + key.name())
        .toUpperCase(Locale.ROOT)
        .replace('.', '_')
        .replace('-', '_');
  }

  /** Writes a value into the home's file, whose other lines stay as they are. */
  void set(Key key, String value) {
    Path file = home.resolve(key.pid() + SUFFIX);
    List<String> lines = new ArrayList<>();
    boolean replaced = false;
    for (String line : Files.exists(file) ? text(file).lines().toList() : List.<String>of()) {
      Matcher matcher = DECLARED.matcher(line);
      if (!line.startsWith("#") && matcher.matches() && matcher.group(1).equals(key.name())) {
        line = line(key, value);
        replaced = true;
      }
      lines.add(line);
    }
    if (!replaced) {
      lines.add(line(key, value));
    }
    write(file, String.join("\n", lines) + "\n");
  }

  private static String line(Key key, String value) {
    return key.name() + " = " + value.replace("\\", "\\\\");
  }

  private static void write(Path file, String content) {
    try {
      OwnFiles.replace(file, content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw MeshException.of(Status.INTERNAL, "CMESH-CLI-022", file + " cannot be written: " + e)
          .hint("Look at the owner and mode of that directory, and at the free space.")
          .cause(e)
          .build();
    }
  }

  private static Map<String, String> properties(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private MeshException unknownPid(String text) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-CLI-020",
        text + " names no setting (expected: <pid>.<key>, the pid one of " + pids() + ")",
        "See them all with: cmesh config list");
  }

  private static MeshException unreadable(Path file, Exception cause) {
    Object why = cause instanceof CharacterCodingException ? "it is not UTF-8" : cause;
    return MeshException.of(Status.INTERNAL, "CMESH-CLI-021", file + " cannot be read: " + why)
        .hint("Mend that file; the distribution's etc/ shows how one looks.")
        .cause(cause)
        .build();
  }
}
