package io.cmesh.kernel.swap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapReport.Outcome;
import io.cmesh.api.node.SwapStep;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's swaps: {@code home/data/swaps.jsonl}, a first line {@code {"format":1}}, then a JSON
 * object a swap, the oldest first; the last {@link #MOST} are kept. Replaced as a whole, fsynced
 * and renamed. Thread-safe.
 */
final class History {
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final String HEAD = "{\"format\":1}";
  private static final int MAX_BYTES = 16 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final Disk disk;
  private final Path file;
  private final TreeMap<Long, SwapReport> reports = new TreeMap<>();

  /** Reads what there is; what ran or was watched when the node ended is interrupted, or done. */
  History(Disk disk, Path data) {
    this.disk = disk;
    this.file = data.resolve("swaps.jsonl");
    read().forEach(report -> reports.put(report.id(), ended(report)));
  }

  private static SwapReport ended(SwapReport r) {
    return switch (r.outcome()) {
      case RUNNING -> with(r, Outcome.INTERRUPTED, "the node ended underneath");
      case WATCHED -> with(r, Outcome.DONE, null);
      default -> r;
    };
  }

  private static SwapReport with(SwapReport r, Outcome outcome, @Nullable String error) {
    return new SwapReport(
        r.id(),
        r.role(),
        r.from(),
        r.to(),
        r.by(),
        r.askedMillis(),
        outcome,
        r.steps(),
        r.holdMillis(),
        error);
  }

  synchronized long nextId() {
    return reports.isEmpty() ? 1 : reports.lastKey() + 1;
  }

  /** Keeps a report in place of the one with its id. A disk that is full does not stop a swap. */
  synchronized void keep(SwapReport report) {
    reports.put(report.id(), report);
    while (reports.size() > MOST) {
      reports.pollFirstEntry();
    }
    try {
      write();
    } catch (IOException e) {
      LOG.error("{} cannot be written; the history of swaps is kept in memory", file, e);
    }
  }

  /** The newest first. */
  synchronized List<SwapReport> newest(int limit) {
    return reports.descendingMap().values().stream().limit(limit).toList();
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    reports.values().forEach(r -> text.append(SwapJson.of(r)).append('\n'));
    Path fresh = file.resolveSibling("swaps.jsonl.new");
    disk.delete(fresh);
    try (Disk.DiskFile out = disk.open(fresh)) {
      out.write(Bytes.utf8(text.toString()).toBuffer(), 0);
      out.force();
    }
    disk.move(fresh, file);
    disk.forceDirectory(file.resolveSibling(""));
  }

  private static <E extends Enum<E>> E upper(Class<E> type, @Nullable String text) {
    return Enum.valueOf(type, text(text).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private List<SwapReport> read() {
    if (!disk.exists(file)) {
      return List.of();
    }
    try (Disk.DiskFile in = disk.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(in.size(), MAX_BYTES));
      in.read(buffer, 0);
      String all = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      List<String> lines = all.lines().toList();
      if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
        throw new IOException("begins otherwise (expected: " + HEAD + ")");
      }
      List<SwapReport> found = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        found.add(parse(line));
      }
      return found;
    } catch (IOException | IllegalArgumentException | MeshException e) {
      throw MeshException.of(
              Status.INTERNAL, "CMESH-SWP-009", file + " cannot be read: " + e.getMessage())
          .hint("It tells of earlier swaps and nothing else: move it away to start without.")
          .cause(e)
          .build();
    }
  }

  private static SwapReport parse(String line) throws IOException {
    try (JsonParser in = JSON.createParser(line)) {
      in.nextToken();
      List<SwapStep> steps = new ArrayList<>();
      Map<String, String> texts = new HashMap<>();
      Map<String, Long> numbers = new HashMap<>();
      members(in, texts, numbers, steps);
      return new SwapReport(
          number(numbers, "id"),
          Role.of(text(texts.get("role"))),
          text(texts.get("from")),
          text(texts.get("to")),
          text(texts.get("by")),
          number(numbers, "asked"),
          upper(Outcome.class, texts.get("outcome")),
          steps,
          number(numbers, "holdMillis"),
          texts.get("error"));
    }
  }

  private static void members(
      JsonParser in, Map<String, String> texts, Map<String, Long> numbers, List<SwapStep> steps)
      throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      if (token == null) {
        throw new IOException("ends early (expected: an object a line)");
      } else if (token == JsonToken.VALUE_NUMBER_INT) {
        numbers.put(name, in.getLongValue());
      } else if (token == JsonToken.START_ARRAY) {
        steps(in, steps);
      } else {
        texts.put(name, in.getText());
      }
    }
  }

  private static void steps(JsonParser in, List<SwapStep> steps) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      Map<String, String> texts = new HashMap<>();
      Map<String, Long> numbers = new HashMap<>();
      members(in, texts, numbers, new ArrayList<>());
      steps.add(
          new SwapStep(
              upper(SwapStep.Step.class, texts.get("step")),
              number(numbers, "started"),
              number(numbers, "millis"),
              number(numbers, "done"),
              number(numbers, "total")));
    }
  }

  private static long number(Map<String, Long> numbers, String name) {
    return numbers.getOrDefault(name, 0L);
  }
}
