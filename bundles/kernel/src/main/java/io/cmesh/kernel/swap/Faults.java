package io.cmesh.kernel.swap;

/** What a move asks of its swap, and tells it. Any thread; returns at once. */
interface Faults {
  /** True once, and for ever: the newcomer may go over. False where the swap was given up. */
  boolean mayGoOver();

  /**
   * Whether the old one may come back, now, by who asks: from then on nobody closes it. True once,
   * unless {@link #staysAway} is called.
   */
  boolean mayComeBack();

  /** The old one could not come back after {@link #mayComeBack}; the newcomer serves on. */
  void staysAway();

  /** The newcomer failed and the old one serves again, after {@link #mayComeBack}. */
  void ofNewcomer(Throwable failure);

  /** The newcomer fails while it serves: the old one is to come back. */
  void inNewcomer(Throwable failure);

  /** The old one takes no more: it cannot come back. */
  void ofOld(Throwable failure);
}
