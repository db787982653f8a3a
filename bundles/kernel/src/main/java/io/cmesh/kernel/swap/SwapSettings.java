package io.cmesh.kernel.swap;

import io.cmesh.api.provider.Settings;
import java.time.Duration;

/**
 * How swaps go.
 *
 * @param watch how long the old one is fed after the flip
 * @param errors how many failed requests during the watch bring the old one back
 * @param stall after how long without progress a newcomer is turned away
 * @param drain how long the old one is waited for before it is left open for good
 * @param bytesPerSecond how fast is copied at most; 0 for as fast as it goes
 */
public record SwapSettings(
    Duration watch, long errors, Duration stall, Duration drain, long bytesPerSecond) {
  /** From {@code io.cmesh.kernel}. */
  public static SwapSettings of(Settings settings) {
    return new SwapSettings(
        settings.duration("swap.watch", Duration.ofSeconds(30)),
        settings.number("swap.watch.errors", 5, 1, 1_000_000),
        settings.duration("swap.stall", Duration.ofSeconds(30)),
        settings.duration("swap.drain", Duration.ofSeconds(30)),
        settings.bytes("swap.copy.bytesPerSecond", 0));
  }
}
