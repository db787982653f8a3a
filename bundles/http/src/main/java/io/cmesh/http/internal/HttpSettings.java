package io.cmesh.http.internal;

import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The server's configuration, PID {@code io.cmesh.http}; {@code etc/io.cmesh.http.cfg} tells what
 * each key means.
 */
record HttpSettings(
    Map<String, Listener> listeners,
    int maxThreads,
    int maxConnections,
    int acceptQueue,
    int maxHeaderBytes,
    int maxBodyBytes,
    int minBytesPerSecond,
    Duration idleTimeout,
    Duration headTimeout,
    Duration stopTimeout,
    Set<String> hosts,
    long ratePerSecond,
    long rateBurst) {
  static final String PID = "io.cmesh.http";
  static final int NODE_PORT = 6470;

  private static final String LISTENER = "listener.";

  /** Where a listener listens; port 0 is any free one. */
  record Listener(String host, int port) {}

  static HttpSettings of(Configuration configuration) {
    Settings s = configuration.settings(PID);
    return of(s, listeners(s, configuration));
  }

  static HttpSettings of(Settings s, Map<String, Listener> listeners) {
    return new HttpSettings(
        listeners,
        (int) s.number("maxThreads", 64, 8, 4096),
        (int) s.number("maxConnections", 4096, 1, 1_000_000),
        (int) s.number("acceptQueue", 1024, 1, 65_535),
        (int) Math.min(s.bytes("maxHeaderBytes", 256L << 10), 16L << 20),
        (int) Math.min(s.bytes("maxBodyBytes", 16L << 20), 1L << 30),
        (int) Math.min(s.bytes("minBytesPerSecond", 64), 1L << 30),
        s.duration("idleTimeout", Duration.ofSeconds(60)),
        s.duration("headTimeout", Duration.ofSeconds(30)),
        s.duration("stopTimeout", Duration.ofSeconds(10)),
        hosts(s),
        s.number("rate.perSecond", 100_000, 0, 100_000_000),
        s.number("rate.burst", 200_000, 1, 1_000_000_000));
  }

  private static Map<String, Listener> listeners(Settings s, Configuration configuration) {
    Map<String, Listener> listeners = new TreeMap<>();
    int port = (int) s.number("port", NODE_PORT, 0, 65_535);
    String host = s.text("host", "127.0.0.1");
    listeners.put("node", new Listener(host, configuration.port(port)));
    for (String key : s.asMap().keySet()) {
      if (key.startsWith(LISTENER) && key.endsWith(".port")) {
        String name = key.substring(LISTENER.length(), key.length() - ".port".length());
        int base = (int) s.number(key, 0, 0, 65_535);
        String at = s.text(LISTENER + name + ".host", host);
        listeners.put(name, new Listener(at, configuration.port(base)));
      }
    }
    return listeners;
  }

  private static Set<String> hosts(Settings s) {
    List<String> names = List.of(s.text("hosts", "").toLowerCase(java.util.Locale.ROOT).split(","));
    return names.stream()
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }
}
