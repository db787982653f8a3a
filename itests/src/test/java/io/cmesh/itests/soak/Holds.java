package io.cmesh.itests.soak;

import io.cmesh.client.Doc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The swaps of one role to one provider.
 *
 * @param holds how long callers waited in each, sorted, milliseconds
 * @param millis how long each took from its plan to its flip, sorted
 * @param outcomes how often each came out how
 */
record Holds(List<Long> holds, List<Long> millis, Map<String, Integer> outcomes) {
  /** By role and provider, from a node's swap history. */
  static Map<String, Holds> read(Path history) {
    Map<String, Holds> all = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(history)) {
        Doc swap = Doc.parse(line.getBytes(StandardCharsets.UTF_8));
        if (swap.has("role")) {
          String what = swap.require("role") + " -> " + swap.require("to").split("[/@]")[0];
          all.computeIfAbsent(what, r -> empty()).add(swap);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.values().forEach(Holds::sort);
    return all;
  }

  private static Holds empty() {
    return new Holds(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
  }

  private void add(Doc swap) {
    holds.add(swap.number("holdMillis", 0));
    millis.add(
        swap.objects("steps").stream()
            .filter(step -> !List.of("watch", "retire").contains(step.require("step")))
            .mapToLong(step -> step.number("millis", 0))
            .sum());
    outcomes.merge(swap.require("outcome"), 1, Integer::sum);
  }

  private void sort() {
    holds.sort(null);
    millis.sort(null);
  }

  @Override
  public String toString() {
    return String.format(
        "%4d swaps, %6d ms (most %d), hold %d ms (most %d) %s",
        holds.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() - 1),
        holds.get(holds.size() / 2),
        holds.get(holds.size() - 1),
        outcomes);
  }
}
