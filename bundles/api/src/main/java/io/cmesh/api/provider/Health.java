package io.cmesh.api.provider;

/**
 * How something is.
 *
 * @param grade graded
 * @param text for people: empty when well
 */
public record Health(Grade grade, String text) {
  /** Well. */
  public static final Health OK = new Health(Grade.OK, "");

  /** Grades, best first. */
  public enum Grade {
    /** Well. */
    OK,
    /** Works; somebody should look. */
    WARN,
    /** Works in part: reads but no writes, say. */
    DEGRADED,
    /** Does not work. */
    DOWN
  }

  /** Works; somebody should look. */
  public static Health warn(String text) {
    return new Health(Grade.WARN, text);
  }

  /** Works in part. */
  public static Health degraded(String text) {
    return new Health(Grade.DEGRADED, text);
  }

  /** Does not work. */
  public static Health down(String text) {
    return new Health(Grade.DOWN, text);
  }
}
