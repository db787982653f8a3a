package io.cmesh.doors.miner;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Message;
import org.jspecify.annotations.Nullable;

/** A line on its way through the node; or a repeated one, that only has to be passed over. */
final class Asking {
  private final @Nullable RequestLine line;
  private final long transaction;
  private final LogSource source;
  private final long after;
  private volatile @Nullable Answer answer;

  /**
   * What a line is answered with.
   *
   * @param ordered whether a command was ordered
   */
  record Answer(int status, Bytes body, boolean ordered) {
    static Answer of(Message message) {
      return new Answer(message.answered().code(), message.payload(), message.index() != null);
    }
  }

  /**
   * @param line null for a repeated one
   * @param after where the next line begins in {@code source}
   */
  Asking(@Nullable RequestLine line, long transaction, LogSource source, long after) {
    this.line = line;
    this.transaction = transaction;
    this.source = source;
    this.after = after;
  }

  void answer(Answer given) {
    answer = given;
  }

  boolean isDone() {
    return line == null || answer != null;
  }

  /** Moves a line that is done into a group. */
  void into(Group group) {
    RequestLine request = line;
    Answer given = answer;
    if (request != null && given != null) {
      group.add(transaction, request, given.status(), given.body(), given.ordered());
    }
    group.reached(source, after);
  }
}
