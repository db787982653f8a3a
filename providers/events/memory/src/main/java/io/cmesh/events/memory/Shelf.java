package io.cmesh.events.memory;

import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All streams, in the order they were ensured in, and the heap they share. Its monitor guards every
 * change of a stream, so that room can be made in another; readers take no lock. Thread-safe.
 */
final class Shelf {
  private final long maxBytes;
  private volatile List<HeapStream> streams = List.of();
  private volatile boolean closed;
  private long bytes;

  Shelf(long maxBytes) {
    if (maxBytes < Checks.LEAST_BYTES) {
      throw Refusals.bad("maxBytes of events/memory", maxBytes, "at least " + Checks.LEAST_BYTES);
    }
    this.maxBytes = maxBytes;
  }

  synchronized void ensure(StreamSpec spec) {
    List<HeapStream> now = streams();
    Optional<HeapStream> known = find(stream -> stream.name().equals(spec.name()));
    if (known.isPresent()) {
      known.get().change(spec);
    } else {
      List<HeapStream> more = new ArrayList<>(now);
      more.add(new HeapStream(this, spec));
      streams = List.copyOf(more);
    }
  }

  /** Throws CMESH-EVM-006 once closed. */
  List<HeapStream> streams() {
    if (closed) {
      throw Refusals.closed();
    }
    return streams;
  }

  Optional<HeapStream> find(Predicate<HeapStream> wanted) {
    return streams().stream().filter(wanted).findFirst();
  }

  HeapStream named(String name) {
    return find(stream -> stream.name().equals(name))
        .orElseThrow(() -> Refusals.unknownStream(name));
  }

  /** The stream that holds a subject. */
  HeapStream holding(String subject) {
    for (HeapStream stream : streams()) {
      if (stream.spec().holds(subject)) {
        return stream;
      }
    }
    return covering(subject); // which none does: says so
  }

  /** The one stream that a filter lies within. */
  HeapStream covering(String filter) {
    List<HeapStream> now = streams();
    List<StreamSpec> specs = now.stream().map(HeapStream::spec).toList();
    return now.get(specs.indexOf(Subjects.streamOf(specs, filter)));
  }

  boolean isClosed() {
    return closed;
  }

  /** A stream takes so much more heap, or less where it is negative. */
  synchronized void count(long more) {
    bytes += more;
  }

  /** Keeps the limit: the largest stream that can gives way, event by event. */
  synchronized void makeRoom() {
    while (bytes > maxBytes) {
      Optional<HeapStream> largest =
          streams.stream()
              .filter(HeapStream::hasOlder)
              .max(Comparator.comparingLong(HeapStream::bytes));
      if (largest.isEmpty()) {
        return; // every stream keeps its newest event
      }
      largest.get().dropOldest();
    }
  }

  synchronized void close() {
    closed = true;
    streams.forEach(HeapStream::close);
    streams = List.of();
  }
}
