package io.cmesh.client.cli;

import io.cmesh.client.TokenSource;
import java.time.Clock;
import java.util.Optional;

/** Spares each of many requests the look into the session's file. Thread-safe. */
final class CachedToken implements TokenSource {
  private static final long SECONDS = 5;

  private final TokenSource source;
  private final Clock clock;
  private volatile Held held = new Held(Optional.empty(), Long.MIN_VALUE);

  CachedToken(TokenSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  private record Held(Optional<String> token, long untilSecond) {}

  @Override
  public Optional<String> token() {
    Held now = held;
    if (clock.millis() / 1000 >= now.untilSecond()) {
      now = new Held(source.token(), clock.millis() / 1000 + SECONDS);
      held = now;
    }
    return now.token();
  }

  @Override
  public Optional<String> another(String refused) {
    return source.another(refused);
  }
}
