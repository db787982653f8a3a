package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import io.cmesh.client.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code cmesh mine}: a job of the node's that this command starts, or attaches to, and watches.
 */
@Command(
    name = "mine",
    description = "Lets the node answer a request log line by line.",
    footer = {
      "",
      "The same command attaches to a running job and resumes an interrupted one.",
      "Example:",
      "  cmesh mine requests.log --out responses.log"
    })
final class MineCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 100;

  private final Context context;

  @Parameters(paramLabel = "LOG", description = "Requests: id;fqmn or id;fqmn;jwt a line.")
  Path log = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the responses go: id;fqmn;status;body a line.")
  Path out = Path.of("");

  @Option(names = "--follow", description = "Go on waiting for lines at the end of the log.")
  boolean follow;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "The identity of lines without a token (default: the current one).")
  @Nullable String as;

  MineCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path absolute = context.absolute(log);
    if (!follow && !Files.isReadable(absolute)) {
      throw unreadable(absolute);
    }
    MeshClient operator = context.operator();
    String job = operator.request("POST", "/mine", request(absolute)).require("job");
    Doc last = watch(operator, job, follow ? 0 : lines(absolute));
    if (last.text("state").orElse("").equals("failed")) {
      throw failed(last);
    }
    context.printer().print(last.fields(), () -> context.say(summary(last)));
    return ExitCodes.OK;
  }

  private Doc request(Path absolute) {
    return Doc.of("log", absolute.toString())
        .with("out", context.absolute(out).toString())
        .with("follow", follow)
        .with("asToken", context.sessions(as).token().orElse(""));
  }

  private Doc watch(MeshClient operator, String job, long total) {
    Progress progress = new Progress(context, "lines");
    try {
      while (true) {
        Doc state = operator.get("/mine/" + MeshClient.encode(job));
        if (!state.require("state").equals("running")) {
          return state;
        }
        progress.show(state.number("answered", 0), total, rate(state));
        pause();
      }
    } finally {
      progress.end();
    }
  }

  private void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(context.node(), e);
    }
  }

  private String summary(Doc job) {
    long answered = job.number("answered", 0);
    return rate(job) == 0
        ? String.format(Locale.ROOT, "%,d lines were answered already, in %s", answered, out)
        : String.format(
            Locale.ROOT, "%,d lines answered, %,.0f lines/s, in %s", answered, rate(job), out);
  }

  private static double rate(Doc job) {
    return job.value("ratePerSecond") instanceof Number number ? number.doubleValue() : 0;
  }

  private long lines(Path file) {
    if (!context.world().errTerminal()) {
      return 0;
    }
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    } catch (IOException e) {
      // Only the bar would have needed it.
      return 0;
    }
    return lines;
  }

  private static MeshException unreadable(Path file) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-CLI-012",
        file + " cannot be read",
        "Check the path, or use --follow to wait for the file.");
  }

  private static MeshException failed(Doc job) {
    Doc error = job.object("error");
    return new MeshException(
        Status.INTERNAL,
        error.text("code").orElse("CMESH-CLI-013"),
        "the job ended: "
            + error.text("message").or(() -> job.text("error")).orElse("the node does not say why"),
        error.text("hint").orElse("Mend that and run the same command: it goes on where it was."));
  }
}
