package io.cmesh.events.memory;

import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream: its events by sequence, and the newest of each subject. Changed under the shelf's
 * monitor; read without a lock, up to the newest sequence, which is set last: so a list is seen
 * whole or not at all.
 */
final class HeapStream {
  /** What an event takes beside its bytes: objects, their references, the two maps' entries. */
  private static final int OVERHEAD = 256;

  private final Shelf shelf;
  private final ConcurrentNavigableMap<Long, Event> events = new ConcurrentSkipListMap<>();
  private final Map<String, Event> bySubject = new ConcurrentHashMap<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile StreamSpec spec;
  private volatile long newest;
  private final AtomicLong bytes = new AtomicLong();

  HeapStream(Shelf shelf, StreamSpec spec) {
    this.shelf = shelf;
    this.spec = spec;
  }

  String name() {
    return spec.name();
  }

  StreamSpec spec() {
    return spec;
  }

  long newest() {
    return newest;
  }

  long bytes() {
    return bytes.get();
  }

  StreamInfo info() {
    long last = newest;
    Map.Entry<Long, Event> first = events.firstEntry();
    long from = first == null ? last + 1 : Math.min(first.getKey(), last + 1);
    return new StreamInfo(spec, from, last, bytes.get());
  }

  void change(StreamSpec changed) {
    synchronized (shelf) {
      spec = changed;
      keepWithinBytes();
    }
  }

  /** Returns the sequence of the last one. */
  long publish(List<NewEvent> list, long timeMillis) {
    long sequence;
    synchronized (shelf) {
      shelf.streams(); // refuses where it was closed meanwhile
      sequence = newest;
      for (NewEvent event : list) {
        sequence++;
        put(new Event(name(), sequence, event.subject(), timeMillis, event.payload(), event.id()));
      }
      show(sequence);
    }
    followers.forEach(Follower::signal);
    return sequence;
  }

  /** Takes over events that are checked to follow each other from {@code first} on. */
  void adopt(long first, List<Event> list) {
    synchronized (shelf) {
      shelf.streams();
      if (first <= newest) {
        throw Refusals.taken(name(), first, newest + 1);
      }
      if (first > newest + 1) {
        forget();
        newest = first - 1;
      }
      for (Event event : list) {
        put(
            new Event(
                name(),
                event.sequence(),
                event.subject(),
                event.timeMillis(),
                event.payload(),
                event.id()));
      }
      show(first - 1 + list.size());
    }
    followers.forEach(Follower::signal);
  }

  private void put(Event event) {
    events.put(event.sequence(), event);
    bySubject.put(event.subject(), event);
    grow(cost(event));
  }

  private void show(long last) {
    newest = last;
    keepWithinBytes();
    shelf.makeRoom();
  }

  /** The heap that an event takes, roughly. */
  static long cost(Event event) {
    return OVERHEAD + 2L * event.subject().length() + event.payload().size() + event.id().size();
  }

  private void grow(long more) {
    bytes.addAndGet(more);
    shelf.count(more);
  }

  private void keepWithinBytes() {
    while (bytes() > spec.maxBytes() && hasOlder()) {
      dropOldest();
    }
  }

  /** Whether it has more than its newest event. */
  boolean hasOlder() {
    return events.lowerKey(newest) != null;
  }

  /** Makes room, where it has older events; under the shelf's monitor. */
  void dropOldest() {
    Event event = events.firstEntry().getValue();
    bySubject.remove(event.subject(), event);
    events.remove(event.sequence());
    grow(-cost(event));
  }

  private void forget() {
    bySubject.clear();
    events.clear();
    grow(-bytes());
  }

  Optional<Event> last() {
    return Optional.ofNullable(events.get(newest));
  }

  /** The newest event on a subject. */
  Optional<Event> last(String subject) {
    Event found = bySubject.get(subject);
    return found == null || found.sequence() > newest ? older(subject) : Optional.of(found);
  }

  /** A newer one is just being published: until it is seen, the one before it is the newest. */
  private Optional<Event> older(String subject) {
    return events.headMap(newest, true).descendingMap().values().stream()
        .filter(event -> event.subject().equals(subject))
        .findFirst();
  }

  List<Event> read(String filter, long from, int limit) {
    List<Event> found = new ArrayList<>();
    if (Subjects.isExact(filter) && !bySubject.containsKey(filter)) {
      return found;
    }
    for (Event event : between(from, newest).values()) {
      if (Subjects.matches(filter, event.subject())) {
        found.add(event);
        if (found.size() == limit) {
          break;
        }
      }
    }
    return found;
  }

  /** What is kept of a range, as it is now or a moment later. */
  NavigableMap<Long, Event> between(long from, long to) {
    return from > to ? new ConcurrentSkipListMap<>() : events.subMap(from, true, to, true);
  }

  void follow(Follower follower) {
    followers.add(follower);
    follower.signal();
  }

  void leave(Follower follower) {
    followers.remove(follower);
  }

  void close() {
    followers.forEach(Follower::close);
    events.clear();
    bySubject.clear();
  }
}
