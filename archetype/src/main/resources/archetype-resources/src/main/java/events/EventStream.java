package ${package};

import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.message.Status;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One stream's events by sequence. Not thread-safe: the bus has a lock. */
final class EventStream {
  private static final long MIN_BYTES = 1 << 20;

  /** Of an event's numbers, roughly. */
  private static final int OVERHEAD_BYTES = 64;

  private final NavigableMap<Long, Event> events = new TreeMap<>();
  private StreamSpec spec;
  private long last;
  private long sizeBytes;

  EventStream(StreamSpec spec) {
    this.spec = spec;
  }

  static void check(StreamSpec spec) {
    if (!spec.name().matches("[a-z0-9-]{1,32}")) {
      throw MemoryBus.refused(
          Status.BAD_REQUEST, "stream: " + spec.name() + " (expected: [a-z0-9-]{1,32})");
    }
    if (spec.subjects().isEmpty() || spec.maxBytes() < MIN_BYTES) {
      throw MemoryBus.refused(
          Status.BAD_REQUEST, "stream " + spec.name() + " (expected: subjects, at least 1 MiB)");
    }
    spec.subjects().forEach(Subjects::checkFilter);
  }

  StreamSpec spec() {
    return spec;
  }

  void change(StreamSpec changed) {
    spec = changed;
    forgetOldest();
  }

  long append(List<NewEvent> added, long timeMillis) {
    for (NewEvent each : added) {
      Event event =
          new Event(spec.name(), ++last, each.subject(), timeMillis, each.payload(), each.id());
      events.put(last, event);
      sizeBytes += sizeOf(event);
    }
    forgetOldest();
    return last;
  }

  /** Another bus's events as they are; where there is a gap before them, what was before goes. */
  void adopt(long first, List<Event> adopted) {
    if (first < 1) {
      throw MemoryBus.refused(Status.BAD_REQUEST, "first: " + first + " (expected: >= 1)");
    }
    if (first <= last) {
      throw MemoryBus.refused(
          Status.CONFLICT, "first: " + first + " (expected: > " + last + ", its newest)");
    }
    if (first > last + 1) {
      events.clear();
      sizeBytes = 0;
      last = first - 1;
    }
    for (Event event : adopted) {
      events.put(++last, event);
      sizeBytes += sizeOf(event);
    }
    forgetOldest();
  }

  private void forgetOldest() {
    while (sizeBytes > spec.maxBytes() && events.size() > 1) {
      sizeBytes -= sizeOf(events.pollFirstEntry().getValue());
    }
  }

  private static long sizeOf(Event event) {
    return OVERHEAD_BYTES + event.subject().length() + event.payload().size();
  }

  Optional<Event> last(String filter) {
    return matching(events.descendingMap().values(), filter, 1).stream().findFirst();
  }

  List<Event> read(String filter, long from, int limit) {
    return matching(events.tailMap(from, true).values(), filter, limit);
  }

  private static List<Event> matching(Collection<Event> some, String filter, int limit) {
    return some.stream()
        .filter(event -> Subjects.matches(filter, event.subject()))
        .limit(limit)
        .toList();
  }

  StreamInfo info() {
    long first = events.isEmpty() ? last + 1 : events.firstKey();
    return new StreamInfo(spec, first, last, sizeBytes);
  }
}
