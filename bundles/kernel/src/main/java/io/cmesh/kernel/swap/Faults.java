package io.cmesh.kernel.swap;

/** Hears what breaks during a watch. Any thread; returns at once. */
interface Faults {
  /** The newcomer failed; the old one serves again already, or is to. */
  void ofNewcomer(Throwable failure);

  /** The old one takes no more: it cannot come back. */
  void ofOld(Throwable failure);
}
