package io.cmesh.events.local;

import io.cmesh.api.events.Event;
import io.cmesh.api.events.Subjects;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Takes over events of another bus. All of it is done on the stream's writing thread, between two
 * groups, so it is decided there whether they still follow.
 */
final class Adoption implements Runnable {
  private final EventStream stream;
  private final long first;
  private final Batch batch;

  private Adoption(EventStream stream, long first, Batch batch) {
    this.stream = stream;
    this.first = first;
    this.batch = batch;
  }

  static CompletionStage<Void> start(EventStream stream, long first, List<Event> events) {
    check(first, events);
    Adoption adoption = new Adoption(stream, first, Batch.adopted(events, stream.hash()));
    stream.betweenGroups(adoption);
    return adoption.batch.done().thenAccept(last -> {});
  }

  private static void check(long first, List<Event> events) {
    if (first < 1) {
      throw EventErrors.bad("first", first, "a sequence: 1 or more");
    }
    long expected = first;
    for (Event event : events) {
      if (event.sequence() != expected) {
        throw EventErrors.bad("sequence of an event to adopt", event.sequence(), "" + expected);
      }
      Subjects.check(event.subject());
      Batch.check(Batch.asNew(event));
      expected++;
    }
  }

  @Override
  public void run() {
    try {
      long next = stream.visible() + 1;
      if (first < next) {
        throw EventErrors.taken(stream.spec().name(), first, next);
      }
      if (first > next) {
        stream.restartAt(first);
      }
    } catch (RuntimeException e) {
      batch.done().completeExceptionally(e);
      return;
    }
    stream.write(List.of(batch));
  }
}
