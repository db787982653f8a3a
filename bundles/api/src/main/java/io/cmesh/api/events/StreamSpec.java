package io.cmesh.api.events;

import java.util.List;

/**
 * A stream: which subjects it holds and for how long.
 *
 * @param name {@code [a-z0-9-]{1,32}}
 * @param subjects filters, {@code *} one token, a final {@code >} the rest; where two streams
 *     match, the first ensured wins
 * @param maxBytes the oldest events go once the stream is larger; at least 1 MiB
 */
public record StreamSpec(String name, List<String> subjects, long maxBytes) {
  /** Keeps an unmodifiable copy. */
  public StreamSpec {
    subjects = List.copyOf(subjects);
  }

  /** Whether the stream holds a subject; it is taken to be well formed. */
  public boolean holds(String subject) {
    for (String filter : subjects) {
      if (Subjects.matches(filter, subject)) {
        return true;
      }
    }
    return false;
  }
}
