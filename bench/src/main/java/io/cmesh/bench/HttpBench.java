package io.cmesh.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads over HTTP keep-alive against Jetty alone: {@code GET /mesh/0xS:0x001:hello_world} of a
 * running node, and in turns with it servers in another JVM with the node's options that answer the
 * same bytes. The load comes from this JVM, from one thread.
 *
 * <p>{@code HttpBench URL PID [seconds a turn] [turns] [connections]}: the address and process of a
 * node. Run it on the JDK that the node runs on.
 */
public final class HttpBench {

  /** As in the distribution's {@code bin/cmesh-node}. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx512m",
          "-XX:+UseSerialGC",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=40",
          "-XX:ReservedCodeCacheSize=96m",
          "-Xss512k",
          "-XX:-UsePerfData");

  private static final Set<String> MADE_BY_JETTY = Set.of("date", "content-length");

  /** An address of this run's own: what is there belongs to who writes first. */
  private final String key = "0x" + Long.toHexString(System.currentTimeMillis()) + ":hello_world";

  private final String path = "/mesh/0xS:" + key;
  private final PrintStream out;
  private final ProcessHandle node;
  private final URI url;
  private final long turnNanos;
  private final int connections;

  private HttpBench(PrintStream out, URI url, ProcessHandle node, int seconds, int connections) {
    this.out = out;
    this.url = url;
    this.node = node;
    this.turnNanos = seconds * 1_000_000_000L;
    this.connections = connections;
  }

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    int turns = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 7;
    int connections = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 16;
    ProcessHandle node = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
    new HttpBench(System.out, URI.create(arguments[0]), node, seconds, connections).run(turns);
  }

  private void run(int turns) throws IOException, InterruptedException {
    RemoteNode remote = RemoteNode.login(url);
    remote.post("/mesh/0xSW:" + key + ":%22hello%22");
    HttpResponse<String> sample = remote.get(path);
    Process bare = startBare(sample);
    try (BufferedReader ports =
        new BufferedReader(
            new InputStreamReader(bare.getInputStream(), StandardCharsets.US_ASCII))) {
      String[] port = String.valueOf(ports.readLine()).split(" ");
      List<Target> targets =
          List.of(
              new Target("node", node, load(url.getPort(), remote.token())),
              new Target(
                  "Jetty, non-blocking", bare.toHandle(), load(number(port[1]), remote.token())),
              new Target(
                  "Jetty, ordinary handler",
                  bare.toHandle(),
                  load(number(port[0]), remote.token())));
      compare(targets, turns);
    } finally {
      bare.destroy();
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private HttpLoad load(int port, String token) {
    return new HttpLoad(port, path, token, connections);
  }

  private record Target(String name, ProcessHandle process, HttpLoad load) {
    Duration cpu() {
      return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
  }

  private void compare(List<Target> targets, int turns) throws IOException {
    String[] names = targets.stream().map(Target::name).toArray(String[]::new);
    Compared rates = new Compared(names);
    Compared perCpu = new Compared(names);
    for (Target target : targets) {
      target.load.run(2 * turnNanos); // the compiler's turn
    }
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < names.length; i++) {
        Duration before = targets.get(i).cpu();
        double rate = targets.get(i).load.run(turnNanos);
        double busy = targets.get(i).cpu().minus(before).toNanos() / (double) turnNanos;
        rates.add(i, rate);
        perCpu.add(i, rate / busy);
      }
    }
    out.println("answers a second, " + connections + " connections");
    out.print(rates);
    out.println("answers a second of the server's processor time");
    out.print(perCpu);
  }

  /** A JVM as the node's, whose handlers answer what the node answered. */
  private static Process startBare(HttpResponse<String> sample) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BareServer.class.getName(), sample.body()));
    sample
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!MADE_BY_JETTY.contains(name.toLowerCase(Locale.ROOT))) {
                command.addAll(List.of(name, values.get(0)));
              }
            });
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
