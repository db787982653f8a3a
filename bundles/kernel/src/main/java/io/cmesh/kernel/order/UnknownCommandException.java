package io.cmesh.kernel.order;

/** A committed command that nobody here handles: the applier halts rather than skip it. */
final class UnknownCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownCommandException(String type, long index) {
    super(
        "command "
            + index
            + " is of type "
            + type
            + ", which nobody here handles (expected: a bundle with its handler)");
  }
}
