package io.cmesh.client.cli;

/** What {@code cmesh} ends with. */
final class ExitCodes {
  /** A 2xx answer, or done. */
  static final int OK = 0;

  /** Any other answer, or a failure. */
  static final int FAILED = 1;

  /** Wrong usage. */
  static final int USAGE = 2;

  /** The node cannot be reached. */
  static final int UNREACHABLE = 3;

  /** 401 or 403. */
  static final int DENIED = 4;

  private ExitCodes() {}

  static int of(int status) {
    if (status >= 200 && status < 300) {
      return OK;
    }
    return status == 401 || status == 403 ? DENIED : FAILED;
  }
}
