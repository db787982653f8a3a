package io.cmesh.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rates of several things measured in turns, compared by their medians. */
final class Compared {
  private final List<String> names = new ArrayList<>();
  private final List<List<Double>> rates = new ArrayList<>();

  Compared(String... names) {
    for (String name : names) {
      this.names.add(name);
      rates.add(new ArrayList<>());
    }
  }

  void add(int which, double perSecond) {
    rates.get(which).add(perSecond);
  }

  double median(int which) {
    double[] sorted = rates.get(which).stream().mapToDouble(r -> r).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** A line for each: its median, its share of the last one's, and every measurement. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    double reference = median(names.size() - 1);
    for (int i = 0; i < names.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-28s %,9.0f/s  %.2f  %s%n",
              names.get(i),
              median(i),
              median(i) / reference,
              Arrays.toString(rates.get(i).stream().mapToLong(Math::round).toArray())));
    }
    return text.toString();
  }
}
