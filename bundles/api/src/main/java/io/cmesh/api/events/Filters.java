package io.cmesh.api.events;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;

/** What filters say about filters. All are taken to be well formed. */
final class Filters {
  private Filters() {}

  /** Whether the stream holds all that {@code filter} can match, by one of its own. */
  static boolean covers(StreamSpec spec, String filter) {
    return spec.subjects().stream().anyMatch(subject -> covers(subject, filter));
  }

  /** Whether the stream holds some of what {@code filter} can match. */
  static boolean touches(StreamSpec spec, String filter) {
    return spec.subjects().stream().anyMatch(subject -> overlap(subject, filter));
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

  static MeshException inNoStream(String filter) {
    return new MeshException(
        Status.NOT_FOUND,
        "CMESH-EVT-005",
        filter + ": no stream holds it",
        "List what there is with: cmesh events list");
  }

  static MeshException inTwoStreams(String filter, String one, String other) {
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-EVT-008",
        "filter " + filter + " lies in the streams " + one + " and " + other + " (expected: one)",
        "Ask for each stream by itself");
  }
}
