package io.cmesh.tck;

import io.cmesh.api.provider.Descriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;

/** What a provider was found to do. */
record Report(Descriptor provider, Map<Sentence, Outcome> sentences) {
  /**
   * Those it claims and none of whose sentences was found wanting; the marks need the basic one.
   */
  List<Level> reached() {
    return Arrays.stream(Level.values()).filter(this::isReached).toList();
  }

  private boolean isReached(Level level) {
    return level.isClaimedBy(provider)
        && isTested(level)
        && isSpotless(level)
        && (level == Level.BASIC || isSpotless(Level.BASIC));
  }

  /** What no sentence speaks of is not shown: a role without data has no crash to survive. */
  private boolean isTested(Level level) {
    return outcomes(level).anyMatch(each -> each.verdict() == Outcome.Verdict.MET);
  }

  private boolean isSpotless(Level level) {
    return outcomes(level).allMatch(Outcome::isGood);
  }

  private Stream<Outcome> outcomes(Level level) {
    return sentences.entrySet().stream()
        .filter(each -> each.getKey().levels().contains(level))
        .map(Entry::getValue);
  }

  /** For people. */
  String standing(Level level) {
    if (!level.isClaimedBy(provider)) {
      return "not claimed";
    }
    if (isReached(level)) {
      return "reached";
    }
    return isSpotless(level) && isSpotless(Level.BASIC)
        ? "claimed, but no sentence of this kit tests it"
        : "claimed, not reached";
  }

  long count(Outcome.Verdict verdict) {
    return sentences.values().stream().filter(each -> each.verdict() == verdict).count();
  }
}
