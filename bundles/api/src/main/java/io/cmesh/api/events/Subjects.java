package io.cmesh.api.events;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Subjects and filters, as in NATS: tokens between dots; {@code *} is any one token, a final {@code
 * >} one or more.
 */
public final class Subjects {
  /** The longest subject, in bytes. */
  public static final int MAX_BYTES = 512;

  private Subjects() {}

  /**
   * Returns {@code subject}; throws {@link MeshException} (400) unless it is well formed and has no
   * wildcards.
   */
  public static String check(String subject) {
    return check(subject, false);
  }

  /** Returns {@code filter}; throws {@link MeshException} (400) unless it is well formed. */
  public static String checkFilter(String filter) {
    return check(filter, true);
  }

  private static String check(String text, boolean wildcards) {
    if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw bad(text, "1 to " + MAX_BYTES + " bytes");
    }
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        checkToken(text, start, i, wildcards);
        start = i + 1;
      }
    }
    return text;
  }

  private static void checkToken(String text, int start, int end, boolean wildcards) {
    if (start == end) {
      throw bad(text, "no empty token");
    }
    boolean single = end - start == 1;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 127) {
        throw bad(text, "no white space or control characters");
      }
      if (c == '*' || c == '>') {
        boolean allowed = wildcards && single && (c == '*' || end == text.length());
        if (!allowed) {
          throw bad(text, wildcards ? "* as a whole token, > as the last" : "no wildcards");
        }
      }
    }
  }

  private static MeshException bad(String text, String expected) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-EVT-001",
        "subject: '" + shown + "' (expected: " + expected + ")");
  }

  /** Whether {@code filter} matches {@code subject}; both are taken to be well formed. */
  public static boolean matches(String filter, String subject) {
    int f = 0;
    int s = 0;
    while (f < filter.length() && s < subject.length()) {
      int fEnd = end(filter, f);
      int sEnd = end(subject, s);
      if (fEnd - f == 1 && filter.charAt(f) == '>') {
        return true;
      }
      boolean any = fEnd - f == 1 && filter.charAt(f) == '*';
      if (!any && !(fEnd - f == sEnd - s && filter.regionMatches(f, subject, s, sEnd - s))) {
        return false;
      }
      f = fEnd + 1;
      s = sEnd + 1;
    }
    return f >= filter.length() && s >= subject.length();
  }

  /** Whether a well formed filter is a subject: it has no wildcards. */
  public static boolean isExact(String filter) {
    return filter.indexOf('*') < 0 && filter.indexOf('>') < 0;
  }

  /**
   * The one stream that {@code filter} lies within: the first that has any of what it matches,
   * where that has all of it, as with a subject, or no other has any.
   *
   * @param specs in the order the streams were ensured in
   * @throws MeshException 400 where the filter is not well formed or reaches into two streams, 404
   *     where no stream has any of it
   */
  public static StreamSpec streamOf(List<StreamSpec> specs, String filter) {
    checkFilter(filter);
    StreamSpec touched = null;
    StreamSpec another = null;
    for (StreamSpec spec : specs) {
      if (Filters.touches(spec, filter)) {
        if (touched == null && Filters.covers(spec, filter)) {
          return spec;
        }
        another = touched == null ? another : spec;
        touched = touched == null ? spec : touched;
      }
    }
    if (touched == null) {
      throw Filters.inNoStream(filter);
    }
    if (another != null) {
      throw Filters.inTwoStreams(filter, touched.name(), another.name());
    }
    return touched;
  }

  private static int end(String text, int from) {
    int dot = text.indexOf('.', from);
    return dot < 0 ? text.length() : dot;
  }
}
