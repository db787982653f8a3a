package io.cmesh.doors.miner;

import io.cmesh.api.provider.Settings;
import java.time.Duration;

/**
 * Configuration of PID {@code io.cmesh.doors.miner}.
 *
 * @param inFlight lines that may be on their way through the node at once
 * @param maxLineBytes a longer line is answered 400
 * @param idMemory bytes that remembering answered ids may take
 * @param retryFor how long an answer 429, 503 or 504 is tried again before it is written
 * @param confirmations blocks after which a write is confirmed, its own included
 * @param poll how often a followed log is looked at
 * @param maxJobs jobs that may run at once
 */
record MinerSettings(
    int inFlight,
    int maxLineBytes,
    long idMemory,
    Duration retryFor,
    int confirmations,
    Duration poll,
    int maxJobs) {
  static final String PID = "io.cmesh.doors.miner";

  static MinerSettings of(Settings settings) {
    return new MinerSettings(
        (int) settings.number("inFlight", 512, 1, 65_536),
        (int) Math.max(1024, Math.min(settings.bytes("maxLineBytes", 128 << 10), 16 << 20)),
        settings.bytes("idMemory", 256L << 20),
        settings.duration("retryFor", Duration.ofSeconds(30)),
        (int) settings.number("confirmations", 1, 1, 1_000_000),
        settings.duration("poll", Duration.ofMillis(50)),
        (int) settings.number("maxJobs", 16, 1, 1000));
  }
}
