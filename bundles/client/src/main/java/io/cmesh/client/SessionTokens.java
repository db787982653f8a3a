package io.cmesh.client;

import java.time.Duration;
import java.time.Instant;

/**
 * What a session hands out.
 *
 * @param token for requests, a JWT
 * @param renew for new ones
 * @param expires when the token ends
 */
public record SessionTokens(String token, String renew, Instant expires) {
  // A request takes time to arrive, and clocks differ.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** Whether a request sent at {@code now} may use the token. */
  public boolean freshAt(Instant now) {
    return now.plus(MARGIN).isBefore(expires);
  }

  static SessionTokens of(Doc answer) {
    return new SessionTokens(answer.require("token"), answer.require("renew"), instant(answer));
  }

  private static Instant instant(Doc answer) {
    return answer.value("expires") instanceof Number seconds
        ? Instant.ofEpochSecond(seconds.longValue())
        : answer.instant("expires");
  }
}
