package io.cmesh.client.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least and the greatest value of a setting, as the comment above it says: {@code "…, 1 to
 * 65536."} or {@code "…; 1s to 1d."}.
 */
record ConfigRange(String least, String greatest) {
  private static final Pattern SAID =
      Pattern.compile("[,;] (\\d+[A-Za-z]*) to (\\d+[A-Za-z]*)(?=[.,;])");
  private static final Pattern AMOUNT = Pattern.compile("(-?\\d{1,18})([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("KiB", 1L << 10),
          Map.entry("MiB", 1L << 20),
          Map.entry("GiB", 1L << 30),
          Map.entry("TiB", 1L << 40),
          Map.entry("ms", 1L),
          Map.entry("s", 1_000L),
          Map.entry("m", 60_000L),
          Map.entry("h", 3_600_000L),
          Map.entry("d", 86_400_000L));

  /** What the comment says of a key; empty where it says nothing. */
  static Optional<ConfigRange> of(String key, List<String> comment) {
    Matcher said = SAID.matcher(String.join(" ", comment));
    if (said.find()) {
      return Optional.of(new ConfigRange(said.group(1), said.group(2)));
    }
    return key.equals("port") ? Optional.of(new ConfigRange("0", "65535")) : Optional.empty();
  }

  /** Whether a value of the right form lies within; true where it cannot be told. */
  boolean holds(String value) {
    double amount = amount(value).orElse(Double.NaN);
    return !(amount < amount(least).orElse(amount)) && !(amount > amount(greatest).orElse(amount));
  }

  // Exact up to 2^53, which is more than any bound.
  private static Optional<Double> amount(String text) {
    Matcher matcher = AMOUNT.matcher(text.replaceAll("[ _]", ""));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(UNITS.get(matcher.group(2)))
        .map(unit -> (double) Long.parseLong(matcher.group(1)) * unit);
  }

  @Override
  public String toString() {
    return least + " to " + greatest;
  }
}
