package io.cmesh.doors.miner;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the fields of a line {@code id;fqmn;status;body} are. {@code ;} within the FQMN is written
 * {@code %3B}, so the first three are the separators.
 *
 * @param id the id
 * @param readable whether the request's id could be read
 * @param fqmnEnd behind the FQMN: up to here the line is the request
 * @param status the status
 * @param bodyStart where the body begins
 */
record AnswerLine(long id, boolean readable, int fqmnEnd, int status, int bodyStart) {
  /** How the body of an answer begins whose request had no readable id. */
  private static final byte[] UNREADABLE =
      ("{\"code\":\"" + MinerErrors.UNREADABLE + "\"").getBytes(StandardCharsets.US_ASCII);

  /** Reads a line; throws {@link IllegalArgumentException} where it is none. */
  static AnswerLine parse(byte[] bytes, int start, int length) {
    int end = start + length;
    int first = separator(bytes, start, end);
    int second = separator(bytes, first + 1, end);
    int third = separator(bytes, second + 1, end);
    long id = number(bytes, start, first);
    int status = (int) number(bytes, second + 1, third);
    int bodyEnd = Math.min(end, third + 1 + UNREADABLE.length);
    boolean readable =
        id != 0 || !Arrays.equals(bytes, third + 1, bodyEnd, UNREADABLE, 0, UNREADABLE.length);
    return new AnswerLine(id, readable, second, status, third + 1);
  }

  private static int separator(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == ';') {
        return i;
      }
    }
    throw new IllegalArgumentException("no line id;fqmn;status;body");
  }

  private static long number(byte[] bytes, int from, int to) {
    return Long.parseLong(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
  }
}
