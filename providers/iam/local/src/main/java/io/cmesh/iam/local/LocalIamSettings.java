package io.cmesh.iam.local;

import io.cmesh.api.provider.Setting;
import io.cmesh.api.provider.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The configuration of {@code io.cmesh.iam.local}.
 *
 * @param open whether any DID may have a session, or only those with a rule
 * @param clockSkew how far the clock that a token was made by may be off
 */
record LocalIamSettings(
    Duration tokenLifetime,
    Duration sessionLifetime,
    boolean open,
    int maxChallenges,
    Duration clockSkew) {
  static final List<Setting> KEYS =
      List.of(
          new Setting("tokenLifetime", "How long an access token is good; 1s to 1d.", "15m", false),
          new Setting(
              "sessionLifetime",
              "How long a session can be renewed; 1m to 30d, since former token keys are kept 31d.",
              "30d",
              false),
          new Setting(
              "open",
              "true: any DID may open a session; false: only a DID that a rule names.",
              "true",
              false),
          new Setting(
              "maxChallenges",
              "Handshakes under way at once; past it the oldest is forgotten. 16 to 1000000.",
              "20000",
              false),
          new Setting(
              "clockSkew",
              "How far clocks may be off when a token is checked; up to 30s.",
              "5s",
              false));

  private static final Duration TOKEN = Duration.ofMinutes(15);
  private static final Duration SESSION = Duration.ofDays(30);
  private static final Duration SKEW = Duration.ofSeconds(5);

  static LocalIamSettings of(Settings settings) {
    return new LocalIamSettings(
        duration(settings, "tokenLifetime", TOKEN, Duration.ofSeconds(1), Duration.ofDays(1)),
        duration(settings, "sessionLifetime", SESSION, Duration.ofMinutes(1), Duration.ofDays(30)),
        settings.flag("open", true),
        (int) settings.number("maxChallenges", 20_000, 16, 1_000_000),
        duration(settings, "clockSkew", SKEW, Duration.ZERO, Duration.ofSeconds(30)));
  }

  private static Duration duration(
      Settings settings, String key, Duration otherwise, Duration min, Duration max) {
    Duration value = settings.duration(key, otherwise);
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw IamErrors.badSetting(settings, key, min, max);
    }
    return value;
  }
}
