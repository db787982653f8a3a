package io.cmesh.tck;

/**
 * What became of a sentence.
 *
 * @param reason for people; empty where there is nothing to say
 */
record Outcome(Verdict verdict, String reason) {
  static final Outcome MET = new Outcome(Verdict.MET, "");
  static final Outcome NOT_RUN = new Outcome(Verdict.NOT_RUN, "it was not run");

  /** In how far the provider does what the sentence says. */
  enum Verdict {
    MET("met"),
    NOT_MET("not met"),
    NOT_APPLICABLE("not applicable"),
    NOT_RUN("not run");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Outcome notMet(Throwable cause) {
    String message = cause.getMessage();
    return new Outcome(Verdict.NOT_MET, firstLine(message == null ? cause.toString() : message));
  }

  static Outcome notApplicable(String reason) {
    return new Outcome(Verdict.NOT_APPLICABLE, firstLine(reason));
  }

  /** Whether nothing speaks against the level that needs the sentence. */
  boolean isGood() {
    return verdict == Verdict.MET || verdict == Verdict.NOT_APPLICABLE;
  }

  /** Of several runs of one sentence: the worse. */
  Outcome and(Outcome other) {
    if (isGood() != other.isGood()) {
      return isGood() ? other : this;
    }
    return verdict == Verdict.MET ? this : other;
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }
}
