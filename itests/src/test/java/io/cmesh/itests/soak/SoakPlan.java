package io.cmesh.itests.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long and how a soak goes on.
 *
 * @param calls so many at least
 * @param swaps so many at least
 * @param clients each with a connection and a history of its own
 * @param perSecond calls of all clients together, begun at fixed times however long answers take; 0
 *     for each as soon as the one before is answered
 * @param fillBytes what state and events hold before it begins, each
 * @param writes how many of a hundred calls write; the rest read
 * @param roles that are swapped; empty for every one that has two providers
 * @param providers that are swapped to; empty for all
 * @param rest the longest pause between two swaps
 * @param seed of whatever is chosen at random
 */
record SoakPlan(
    long calls,
    long swaps,
    int clients,
    long perSecond,
    long fillBytes,
    int writes,
    Set<String> roles,
    Set<String> providers,
    Duration rest,
    long seed) {
  private static final String SHORT = "calls=50000 swaps=30";

  /** The form for continuous integration. */
  static SoakPlan forCi() {
    return of(System.getProperty("cmesh.soak", SHORT).split(" "));
  }

  /** From words like {@code calls=1000000 swaps=100 roles=state,events}. */
  static SoakPlan of(String... words) {
    Map<String, String> given = new HashMap<>();
    for (String word : words) {
      String[] parts = word.split("=", 2);
      given.put(parts[0], parts[1]);
    }
    SoakPlan plan =
        new SoakPlan(
            number(given, "calls", 50_000),
            number(given, "swaps", 30),
            (int) number(given, "clients", 8),
            number(given, "rate", 0),
            number(given, "fillMb", 0) << 20,
            (int) number(given, "writes", 50),
            names(given, "roles"),
            names(given, "providers"),
            Duration.ofMillis(number(given, "restMillis", 800)),
            number(given, "seed", System.nanoTime()));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet());
    }
    return plan;
  }

  private static long number(Map<String, String> given, String name, long otherwise) {
    String text = given.remove(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private static Set<String> names(Map<String, String> given, String name) {
    String text = given.remove(name);
    return text == null ? Set.of() : Set.of(text.split(","));
  }
}
