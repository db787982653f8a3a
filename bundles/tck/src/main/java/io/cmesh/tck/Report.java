package io.cmesh.tck;

import io.cmesh.api.provider.Descriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

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
        && isSpotless(level)
        && (level == Level.BASIC || isSpotless(Level.BASIC));
  }

  private boolean isSpotless(Level level) {
    return sentences.entrySet().stream()
        .filter(each -> each.getKey().levels().contains(level))
        .map(Entry::getValue)
        .allMatch(Outcome::isGood);
  }

  /** {@code reached}, {@code claimed, not reached} or {@code not claimed}. */
  String standing(Level level) {
    if (isReached(level)) {
      return "reached";
    }
    return level.isClaimedBy(provider) ? "claimed, not reached" : "not claimed";
  }

  long count(Outcome.Verdict verdict) {
    return sentences.values().stream().filter(each -> each.verdict() == verdict).count();
  }
}
