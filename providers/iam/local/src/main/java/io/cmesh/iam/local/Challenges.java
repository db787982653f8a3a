package io.cmesh.iam.local;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The handshakes under way, a bounded number of them. Thread-safe.
 *
 * <p>Past the bound the oldest is forgotten rather than a new one refused: who would shut others
 * out has to begin that many handshakes while one of theirs takes its few milliseconds.
 */
final class Challenges {
  private final int max;
  private final Clock clock;
  private final Map<UUID, Challenge> byId = new LinkedHashMap<>();

  Challenges(int max, Clock clock) {
    this.max = max;
    this.clock = clock;
  }

  synchronized void begin(Challenge challenge) {
    Instant now = clock.instant();
    Iterator<Challenge> oldestFirst = byId.values().iterator();
    while (oldestFirst.hasNext()) {
      if (now.isBefore(oldestFirst.next().expires()) && byId.size() < max) {
        break;
      }
      oldestFirst.remove();
    }
    byId.put(challenge.id(), challenge);
  }

  /** What is under way; throws 401 where it is unknown or late. */
  synchronized Challenge find(UUID id) {
    Challenge challenge = byId.get(id);
    if (challenge == null) {
      throw IamErrors.unknownStep(id);
    }
    if (!clock.instant().isBefore(challenge.expires())) {
      byId.remove(id);
      throw IamErrors.late(id);
    }
    return challenge;
  }

  /**
   * Goes on from {@code from} to {@code to}, or ends the handshake where {@code to} is null; false
   * where another thread was first.
   */
  synchronized boolean advance(Challenge from, @Nullable Challenge to) {
    return to == null ? byId.remove(from.id(), from) : byId.replace(from.id(), from, to);
  }

  synchronized void clear() {
    byId.clear();
  }

  synchronized int size() {
    return byId.size();
  }
}
