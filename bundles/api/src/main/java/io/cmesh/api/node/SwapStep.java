package io.cmesh.api.node;

/**
 * A step of a swap, as far as it came.
 *
 * @param step which
 * @param startedMillis when it began, milliseconds since the epoch
 * @param millis how long it took; so far, where it runs
 * @param done of {@code total}; both 0 where a step has no parts
 * @param total entries or events to move, roughly
 */
public record SwapStep(Step step, long startedMillis, long millis, long done, long total) {
  /** The steps, in order. */
  public enum Step {
    /** Works out what moves and whether it can. */
    PLAN,
    /** Installs the provider from the distribution where it is not there. */
    INSTALL,
    /** Opens the newcomer beside the old one and checks its health. */
    OPEN,
    /** Copies the data while the old one serves. */
    COPY,
    /** Compares what arrived. */
    VERIFY,
    /** Makes the newcomer the one that serves. */
    FLIP,
    /** Feeds both, ready to go back. */
    WATCH,
    /** Closes the old one. */
    RETIRE
  }
}
