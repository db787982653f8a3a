package io.cmesh.iam.local;

import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a session will permit, in words. */
final class Rights {
  private static final int MAX_SHOWN = 32;
  private static final String EVERYBODY =
      "resolve and register names; read and write what you own or nobody owns";

  private Rights() {}

  /** The rules are those of {@link Permissions#rulesOf}. */
  static List<String> of(List<Rule> rules) {
    List<String> rights = new ArrayList<>();
    rights.add(EVERYBODY);
    rules.stream().limit(MAX_SHOWN).map(Rights::text).forEach(rights::add);
    if (rules.size() > MAX_SHOWN) {
      rights.add("… and " + (rules.size() - MAX_SHOWN) + " more");
    }
    return List.copyOf(rights);
  }

  private static String text(Rule rule) {
    return rule.verbs().stream()
        .sorted()
        .map(Verb::name)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "", " " + rule.pattern().text()));
  }
}
