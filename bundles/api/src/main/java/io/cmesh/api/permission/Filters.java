package io.cmesh.api.permission;

/** Compares NATS filters: {@code *} is any one token, a final {@code >} one or more. */
final class Filters {
  private Filters() {}

  /** Whether every subject that {@code inner} matches is matched by {@code outer}. */
  static boolean covers(String outer, String inner) {
    int o = 0;
    int i = 0;
    while (o < outer.length() && i < inner.length()) {
      int outerEnd = end(outer, o);
      int innerEnd = end(inner, i);
      if (isToken(outer, o, outerEnd, '>')) {
        return true;
      }
      boolean any = isToken(outer, o, outerEnd, '*') && !isToken(inner, i, innerEnd, '>');
      boolean same = outerEnd - o == innerEnd - i && outer.regionMatches(o, inner, i, innerEnd - i);
      if (!any && !same) {
        return false;
      }
      o = outerEnd + 1;
      i = innerEnd + 1;
    }
    return o >= outer.length() && i >= inner.length();
  }

  private static boolean isToken(String text, int from, int to, char wildcard) {
    return to - from == 1 && text.charAt(from) == wildcard;
  }

  private static int end(String text, int from) {
    int dot = text.indexOf('.', from);
    return dot < 0 ? text.length() : dot;
  }
}
