package io.cmesh.api.fqmn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The keys of the objects that are open, so that none stands twice in one. Not thread-safe. */
final class JsonKeys {
  private final Deque<Set<String>> open = new ArrayDeque<>();

  void open() {
    open.push(new HashSet<>());
  }

  void close() {
    open.pop();
  }

  /** Adds a key, as it stands between its quotes; false where the innermost object has it. */
  boolean add(String quoted) {
    return open.element().add(quoted.indexOf('\\') < 0 ? quoted : unescape(quoted));
  }

  private static String unescape(String quoted) {
    StringBuilder out = new StringBuilder(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      c = quoted.charAt(++i);
      if (c == 'u') {
        out.append((char) Integer.parseInt(quoted, i + 1, i + 5, 16));
        i += 4;
      } else {
        out.append(escaped(c));
      }
    }
    return out.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }
}
