package io.cmesh.router.traced;

import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.router.Hop;
import io.cmesh.api.router.Route;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * How the way of one request was found. Arguments are left out: a trace tells where a call goes,
 * not what it brings.
 *
 * @param message the id of the request, empty where nobody said
 * @param asked as the client wrote it
 * @param names the names followed, in their order
 * @param resolved what is executed; empty where no way was found
 * @param took how long finding it took
 * @param outcome {@link #OK}, or the code of the refusal
 */
record Trace(
    String message,
    String asked,
    List<String> names,
    String resolved,
    Duration took,
    String outcome) {
  static final String OK = "OK";

  private static final String MESSAGE_ID = "cmesh.id";
  private static final int LONGEST = 160;

  static Trace of(
      Fqmn asked, List<Hop> hops, @Nullable Route route, Duration took, String outcome) {
    String id = MDC.get(MESSAGE_ID);
    return new Trace(
        id == null ? "" : id,
        shown(asked),
        hops.stream().map(Hop::name).collect(Collectors.toUnmodifiableList()),
        route == null ? "" : shown(route.resolved()),
        took,
        outcome);
  }

  /** As one line of the log, which carries the message's id itself. */
  String line() {
    return "route asked="
        + asked
        + " names="
        + (names.isEmpty() ? "none" : String.join(">", names))
        + " resolved="
        + (resolved.isEmpty() ? "none" : resolved)
        + " micros="
        + micros()
        + " outcome="
        + outcome;
  }

  long micros() {
    return took.toNanos() / 1_000;
  }

  private static String shown(Fqmn fqmn) {
    String text = whole(fqmn);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + '…';
  }

  private static String whole(Fqmn fqmn) {
    Fqmn inner = fqmn.inner();
    StringBuilder text = new StringBuilder(fqmn.opcode().text()).append(':').append(fqmn.target());
    if (inner != null) {
      text.append(':').append(whole(inner));
    } else if (fqmn.function() != null) {
      text.append(':').append(fqmn.function());
    }
    if (inner == null && fqmn.argument() != null) {
      text.append(":…");
    }
    return text.toString();
  }
}
