package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.provider.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configuration in files, looked at every two seconds for changes. */
public final class FileConfiguration implements Configuration, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileConfiguration.class);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final String NODE = "io.cmesh.node";

  private final Path defaults;
  private final Path home;
  private final Map<String, String> environment;
  private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();
  private final Map<String, List<Consumer<Settings>>> listeners = new ConcurrentHashMap<>();
  private final Cancellable looking;

  /**
   * @param defaults the distribution's {@code etc/}
   * @param home the node's home, absolute
   * @param environment as of the process
   */
  public FileConfiguration(
      Path defaults, Path home, Map<String, String> environment, Scheduler scheduler) {
    this.defaults = defaults;
    this.home = home;
    this.environment = Map.copyOf(environment);
    this.looking = scheduler.every(LOOK, this::look);
  }

  @Override
  public Path home() {
    return home;
  }

  @Override
  public Settings settings(String pid) {
    Map<String, String> values = read(pid);
    // Only the first look counts as seen: whoever merely reads takes no change from its listeners.
    known.putIfAbsent(pid, values);
    return settings(pid, values);
  }

  // A key whose line somebody deleted is overridden all the same.
  private Settings settings(String pid, Map<String, String> values) {
    return new Settings(pid, values, key -> environment.get(variable(pid, key)));
  }

  private Map<String, String> read(String pid) {
    Map<String, String> values = new TreeMap<>();
    load(defaults.resolve(pid + ".cfg"), values);
    load(home.resolve("etc").resolve(pid + ".cfg"), values);
    values.replaceAll((key, value) -> environment.getOrDefault(variable(pid, key), value));
    return values;
  }

  private static String variable(String pid, String key) {
    return ("cmesh." + pid + "." + key)
        .toUpperCase(Locale.ROOT)
        .replace('.', '_')
        .replace('-', '_');
  }

  private static void load(Path file, Map<String, String> into) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw MeshException.of(
              Status.INTERNAL, "CMESH-CFG-002", file + " cannot be read: " + e.getMessage())
          .hint("It must be UTF-8 text with lines of the form key = value.")
          .cause(e)
          .build();
    }
    properties.stringPropertyNames().forEach(key -> into.put(key, properties.getProperty(key)));
  }

  @Override
  public List<String> pids() {
    TreeSet<String> pids = new TreeSet<>();
    for (Path directory : List.of(defaults, home.resolve("etc"))) {
      try (Stream<Path> files =
          Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith("io.cmesh.") && name.endsWith(".cfg"))
            .forEach(name -> pids.add(name.substring(0, name.length() - 4)));
      } catch (IOException e) {
        throw MeshException.of(Status.INTERNAL, "CMESH-CFG-002", directory + " cannot be listed")
            .cause(e)
            .build();
      }
    }
    return new ArrayList<>(pids);
  }

  @Override
  public int port(int base) {
    long offset = settings(NODE).number("portOffset", 0, 0, 50_000);
    return base == 0 ? 0 : (int) (base + offset);
  }

  @Override
  public Cancellable onChange(String pid, Consumer<Settings> listener) {
    known.computeIfAbsent(pid, this::read);
    List<Consumer<Settings>> list =
        listeners.computeIfAbsent(pid, p -> new CopyOnWriteArrayList<>());
    list.add(listener);
    return () -> list.remove(listener);
  }

  private void look() {
    listeners.forEach(
        (pid, list) -> {
          try {
            Map<String, String> now = read(pid);
            if (!now.equals(known.put(pid, now))) {
              Settings settings = settings(pid, now);
              list.forEach(listener -> listener.accept(settings));
            }
          } catch (MeshException e) {
            LOG.error("the changed configuration of {} is not used: {}", pid, e.text());
          }
        });
  }

  @Override
  public void close() {
    looking.close();
  }
}
