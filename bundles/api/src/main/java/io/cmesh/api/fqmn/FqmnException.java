package io.cmesh.api.fqmn;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/** A malformed FQMN: names the column and what was expected there. */
public final class FqmnException extends MeshException {
  private static final long serialVersionUID = 1L;

  private final int column;
  private final String expected;

  /**
   * @param column 1-based, in code points
   * @param expected what would have been right there
   */
  public FqmnException(int column, String expected) {
    super(Status.BAD_REQUEST, "CMESH-FQMN-001", "column " + column + ": expected " + expected);
    this.column = column;
    this.expected = expected;
  }

  /** Where, 1-based, in code points. */
  public int column() {
    return column;
  }

  /** What was expected there. */
  public String expected() {
    return expected;
  }
}
