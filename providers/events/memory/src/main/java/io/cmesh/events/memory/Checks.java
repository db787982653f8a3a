package io.cmesh.events.memory;

import io.cmesh.api.Bytes;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import java.util.List;
import java.util.regex.Pattern;

/** What may be asked for. */
final class Checks {
  static final long LEAST_BYTES = 1 << 20;

  private static final int MAX_PAYLOAD = 1 << 20;
  private static final int MAX_ID = 64;
  private static final int MAX_READ = 10_000;
  private static final int MAX_SUBJECTS = 1000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

  private Checks() {}

  static StreamSpec checked(StreamSpec spec) {
    if (!NAME.matcher(spec.name()).matches()) {
      throw Refusals.bad("name of a stream", "'" + spec.name() + "'", NAME.pattern());
    }
    int subjects = spec.subjects().size();
    if (subjects < 1 || subjects > MAX_SUBJECTS) {
      throw Refusals.bad("subjects of stream " + spec.name(), subjects, "1 to " + MAX_SUBJECTS);
    }
    if (spec.maxBytes() < LEAST_BYTES) {
      throw Refusals.bad(
          "maxBytes of stream " + spec.name(), spec.maxBytes(), "at least " + LEAST_BYTES);
    }
    spec.subjects().forEach(Subjects::checkFilter);
    return spec;
  }

  static void check(NewEvent event) {
    check(event.subject(), event.payload(), event.id());
  }

  private static void check(String subject, Bytes payload, Bytes id) {
    Subjects.check(subject);
    if (payload.size() > MAX_PAYLOAD) {
      throw Refusals.payloadTooLong(subject, payload.size(), MAX_PAYLOAD);
    }
    if (id.size() > MAX_ID) {
      throw Refusals.bad("id of an event", id, "at most " + MAX_ID + " bytes");
    }
  }

  /** Events to take over: without a hole, from {@code first} on. */
  static void check(long first, List<Event> events) {
    if (first < 1) {
      throw Refusals.bad("first", first, "a sequence: 1 or more");
    }
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (event.sequence() != first + i) {
        throw Refusals.bad("sequence of an event to adopt", event.sequence(), "" + (first + i));
      }
      check(event.subject(), event.payload(), event.id());
    }
  }

  static long from(long from) {
    if (from < 0) {
      throw Refusals.bad("from", from, "0 or a sequence");
    }
    return from;
  }

  static int limit(int limit) {
    if (limit < 1 || limit > MAX_READ) {
      throw Refusals.bad("limit", limit, "1 to " + MAX_READ);
    }
    return limit;
  }
}
