package io.cmesh.doors.miner;

import org.jspecify.annotations.Nullable;

/**
 * One line of a request log.
 *
 * @param id as written; 0 where it is unreadable
 * @param readable whether the id could be read
 * @param fqmn what is asked; of a malformed line its text
 * @param token the JWT at its end, if any
 * @param problem what is wrong with the line; null where nothing is
 */
record RequestLine(
    long id, boolean readable, String fqmn, @Nullable String token, @Nullable String problem) {

  static RequestLine unreadable(String text, String problem) {
    return new RequestLine(0, false, text, null, problem);
  }

  static RequestLine malformed(long id, String text, String problem) {
    return new RequestLine(id, true, text, null, problem);
  }

  /** Whether nobody need be asked: the answer is a 400. */
  boolean isMalformed() {
    return problem != null;
  }
}
