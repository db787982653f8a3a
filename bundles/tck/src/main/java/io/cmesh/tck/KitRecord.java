package io.cmesh.tck;

import io.cmesh.api.provider.Descriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What became of one provider's sentences. Thread-safe: JUnit may run groups side by side. */
final class KitRecord {
  private final Class<?> test;
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private volatile @Nullable Descriptor provider;

  KitRecord(Class<?> test) {
    this.test = test;
  }

  void describe(Descriptor descriptor) {
    provider = descriptor;
  }

  void note(String sentence, Outcome outcome) {
    outcomes.merge(sentence, outcome, Outcome::and);
  }

  /** Empty where no sentence was run at all. */
  Optional<Report> report() {
    Descriptor known = provider;
    if (known == null) {
      return Optional.empty();
    }
    Map<Sentence, Outcome> all = new LinkedHashMap<>();
    for (Sentence sentence : Sentence.of(test)) {
      all.put(sentence, outcomes.getOrDefault(sentence.key(), Outcome.NOT_RUN));
    }
    return Optional.of(new Report(known, all));
  }
}
