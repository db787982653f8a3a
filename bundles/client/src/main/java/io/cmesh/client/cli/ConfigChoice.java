package io.cmesh.client.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of which a setting is one, as the comment above it lists them: {@code "…: ERROR, WARN
 * or INFO."}.
 */
record ConfigChoice(List<String> words) {
  private static final Pattern SAID =
      Pattern.compile(": ([A-Za-z]+(?:, [A-Za-z]+)* or [A-Za-z]+)(?=[.,;])");

  /**
   * What the comment says; empty where it lists nothing, or not what the key is by default.
   *
   * @param byDefault the key's default
   */
  static Optional<ConfigChoice> of(String byDefault, List<String> comment) {
    Matcher said = SAID.matcher(String.join(" ", comment));
    return said.find()
        ? Optional.of(new ConfigChoice(List.of(said.group(1).split(", | or "))))
            .filter(choice -> choice.holds(byDefault))
        : Optional.empty();
  }

  boolean holds(String value) {
    return words.contains(value);
  }

  @Override
  public String toString() {
    return "one of " + String.join(", ", words);
  }
}
