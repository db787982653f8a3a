package io.cmesh.events.local;

/** What filters say about filters. Both are taken to be well formed. */
final class Filters {
  private Filters() {}

  /** Whether a filter is a subject. */
  static boolean isExact(String filter) {
    return filter.indexOf('*') < 0 && filter.indexOf('>') < 0;
  }

  /** Whether all that {@code inner} can match is matched by {@code outer}. */
  static boolean covers(String outer, String inner) {
    String[] out = outer.split("\\.", -1);
    String[] in = inner.split("\\.", -1);
    for (int i = 0; i < out.length; i++) {
      if (i >= in.length) {
        return false;
      }
      if (out[i].equals(">")) {
        return true;
      }
      boolean single = out[i].equals("*") && !in[i].equals(">");
      if (!single && !out[i].equals(in[i])) {
        return false;
      }
    }
    return out.length == in.length;
  }

  /** Whether some subject is matched by both. */
  static boolean overlap(String one, String other) {
    String[] a = one.split("\\.", -1);
    String[] b = other.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i].equals(">") || b[i].equals(">")) {
        return true;
      }
      if (!a[i].equals("*") && !b[i].equals("*") && !a[i].equals(b[i])) {
        return false;
      }
    }
    return a.length == b.length;
  }
}
