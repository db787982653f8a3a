package io.cmesh.client.cli;

import io.cmesh.client.Doc;
import io.cmesh.client.TokenSource;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cmesh load}: asks the node again and again, and measures. */
@Command(
    name = "load",
    description = "Generates load and shows rate, latency and errors.",
    footer = {
      "",
      "Without --rate each answer brings on the next request (closed loop).",
      "With it requests start on time, and latency counts from the time planned.",
      "The classic three are answered 200 once the first has been written:",
      "  cmesh call 0xSW:0x001:blah_blah:Hello",
      "  cmesh name register helloWorldExample.mcom 0xS:0x001:blah_blah",
      "Example:",
      "  cmesh load --count 50000 0xS:0x001:hello_world"
    })
final class LoadCommand implements Callable<Integer> {
  private static final List<String> CLASSIC =
      List.of(
          "0xS:0x001:blah_blah",
          "0xR:helloWorldExample.mcom",
          "0xE:events.state.contracts.0x001.blah_blah:read");

  private final Context context;

  @Parameters(
      paramLabel = "FQMN",
      arity = "0..*",
      description = "What to ask for, in turn (default: the classic three).")
  List<String> fqmns = List.of();

  @Option(names = "--count", paramLabel = "N", description = "Requests in all (default: 10000).")
  int count = 10_000;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "At most so many at a time (default: 64).")
  int inFlight = 64;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Requests a second (default: as fast as they are answered).")
  double rate;

  @Option(names = "--as", paramLabel = "NAME", description = "As which of your identities.")
  @Nullable String as;

  LoadCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (count < 1 || inFlight < 1 || rate < 0) {
      throw new Context.UsageException(
          "--count and --in-flight begin at 1, --rate at 0 (given: "
              + count
              + ", "
              + inFlight
              + ", "
              + rate
              + ")");
    }
    URI node = plain(context.node());
    // Renews what has to be renewed, and tells a node that is down from one that refuses.
    context.client(as).call("0xI:whoami").orThrow();
    TokenSource tokens = new CachedToken(context.sessions(as), context.world().clock());
    LoadRequests requests = new LoadRequests(node, fqmns.isEmpty() ? CLASSIC : fqmns, tokens);
    LoadRun.Result result =
        new LoadRun(node, requests).go(count, inFlight, rate, new Progress(context, "requests"));
    Map<String, Object> fields = fields(result);
    context.printer().print(fields, () -> table(fields, result));
    return result.errors() == 0 ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private static URI plain(URI node) {
    if (!node.getScheme().equals("http")) {
      throw new Context.UsageException(
          "--node: " + node + " (expected: http, for load is generated without TLS)");
    }
    return node;
  }

  private static Map<String, Object> fields(LoadRun.Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("requests", result.latencies().count());
    fields.put("seconds", round(result.seconds()));
    fields.put("ratePerSecond", Math.round(result.latencies().count() / result.seconds()));
    for (String percent : List.of("50", "90", "99", "99.9")) {
      long nanos = result.latencies().percentile(Double.parseDouble(percent));
      fields.put("p" + percent + "Millis", round(nanos / 1e6));
    }
    fields.put("errors", result.errors());
    Map<String, Object> statuses = new LinkedHashMap<>();
    result.statuses().forEach((status, times) -> statuses.put(status, times));
    fields.put("statuses", statuses);
    result.firstError().map(LoadCommand::told).ifPresent(told -> fields.put("firstError", told));
    return fields;
  }

  private static Map<String, Object> told(byte[] body) {
    Doc doc = Doc.parse(body);
    return (doc.has("payload") ? doc.object("payload") : doc).fields();
  }

  private void table(Map<String, Object> fields, LoadRun.Result result) {
    Table table = new Table();
    table.row("requests", fields.get("requests") + " in " + fields.get("seconds") + " s");
    table.row("rate", fields.get("ratePerSecond") + " /s");
    table.row(
        "latency",
        String.format(
            Locale.ROOT,
            "p50 %s ms, p90 %s ms, p99 %s ms, p99.9 %s ms",
            fields.get("p50Millis"),
            fields.get("p90Millis"),
            fields.get("p99Millis"),
            fields.get("p99.9Millis")));
    table.row("errors", result.errors());
    table.row("statuses", result.statuses());
    table.print(context.world().out());
    result.firstError().ifPresent(body -> context.warn("the first error: " + line(body)));
  }

  private static String line(byte[] body) {
    Map<String, Object> told = told(body);
    Object hint = told.getOrDefault("hint", "");
    return told.getOrDefault("message", "it says nothing") + (hint.equals("") ? "" : ". " + hint);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
