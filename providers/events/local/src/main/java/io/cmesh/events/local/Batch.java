package io.cmesh.events.local;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Events of one publish, encoded by the thread that publishes them. */
final class Batch {
  static final int MAX_PAYLOAD = 1 << 20;
  static final int MAX_ID = 64;

  private final Bytes[] records;
  private final long[] hashes;
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private long bytes;

  Batch(List<NewEvent> events, long timeMillis, SubjectHash hash) {
    this(events.size());
    for (int i = 0; i < records.length; i++) {
      add(i, events.get(i), timeMillis, hash);
    }
  }

  /** Of another bus: each with its own time. */
  static Batch adopted(List<Event> events, SubjectHash hash) {
    Batch batch = new Batch(events.size());
    for (int i = 0; i < batch.size(); i++) {
      Event event = events.get(i);
      batch.add(i, asNew(event), event.timeMillis(), hash);
    }
    return batch;
  }

  private Batch(int size) {
    records = new Bytes[size];
    hashes = new long[size];
  }

  /** What was published when an event was. */
  static NewEvent asNew(Event event) {
    return new NewEvent(event.subject(), event.payload(), event.id());
  }

  private void add(int at, NewEvent event, long timeMillis, SubjectHash hash) {
    byte[] subject = event.subject().getBytes(StandardCharsets.UTF_8);
    Bytes record = EventCodec.encode(timeMillis, subject, event.id(), event.payload());
    records[at] = record;
    hashes[at] = hash.of(subject, 0, subject.length);
    bytes += record.size();
  }

  /** Refuses what is too long. */
  static void check(NewEvent event) {
    if (event.payload().size() > MAX_PAYLOAD) {
      throw EventErrors.payloadTooLong(event.subject(), event.payload().size(), MAX_PAYLOAD);
    }
    if (event.id().size() > MAX_ID) {
      throw EventErrors.bad("id of an event", event.id(), "at most " + MAX_ID + " bytes");
    }
  }

  int size() {
    return records.length;
  }

  Bytes record(int at) {
    return records[at];
  }

  long hash(int at) {
    return hashes[at];
  }

  long bytes() {
    return bytes;
  }

  /** Completes with the last event's sequence once it is on disk. */
  CompletableFuture<Long> done() {
    return done;
  }
}
