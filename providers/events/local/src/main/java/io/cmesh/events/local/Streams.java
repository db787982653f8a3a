package io.cmesh.events.local;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.Scheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every stream, in the order they were ensured in, which is also the order they are asked in.
 * Thread-safe: streams come, but none goes while this is open.
 */
final class Streams {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
  private static final long LEAST_BYTES = 1 << 20;
  private static final long DEFAULT_QUEUE_BYTES = 64 << 20;
  private static final int MOST_SUBJECTS = 1000;

  private final Opening opening;
  private final StreamsFile file;
  private final Scheduler.Serial indexing;
  private volatile List<EventStream> streams = List.of();

  Streams(Opening opening) {
    this.opening = opening;
    this.file = new StreamsFile(opening.disk(), opening.dir());
    this.indexing = opening.scheduler().serial("events-index");
  }

  /** Opens what is there. */
  void open() throws IOException {
    List<EventStream> opened = new ArrayList<>();
    for (StreamsFile.Entry entry : file.read()) {
      opened.add(open(entry.spec(), entry.key()));
      streams = List.copyOf(opened); // so that a failure later closes these
    }
  }

  private EventStream open(StreamSpec spec, long key) throws IOException {
    Scheduler.Serial writer = opening.scheduler().serial("events-" + spec.name());
    StreamOpening stream =
        new StreamOpening(
            opening.disk(),
            opening.dir().resolve(spec.name()),
            key,
            writer,
            indexing,
            opening.settings().flag("fsync", true),
            opening.settings().bytes("queueBytes", DEFAULT_QUEUE_BYTES));
    try {
      return stream.open(spec);
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  List<EventStream> all() {
    return streams;
  }

  /** Makes a stream, or changes it; durable at return. */
  synchronized void ensure(StreamSpec spec) {
    check(spec);
    Optional<EventStream> known = named(spec.name());
    try {
      if (known.isEmpty()) {
        add(open(spec, opening.random().nextLong()));
      } else if (!known.get().spec().equals(spec)) {
        known.get().change(spec);
        save(streams);
      }
    } catch (IOException e) {
      throw EventErrors.writeFailed(spec.name(), e);
    }
  }

  private static void check(StreamSpec spec) {
    if (!NAME.matcher(spec.name()).matches()) {
      throw EventErrors.bad("name of a stream", "'" + spec.name() + "'", NAME.pattern());
    }
    if (spec.subjects().isEmpty() || spec.subjects().size() > MOST_SUBJECTS) {
      throw EventErrors.bad(
          "subjects of stream " + spec.name(), spec.subjects().size(), "1 to " + MOST_SUBJECTS);
    }
    if (spec.maxBytes() < LEAST_BYTES) {
      throw EventErrors.bad(
          "maxBytes of stream " + spec.name(), spec.maxBytes(), "at least " + LEAST_BYTES);
    }
    spec.subjects().forEach(Subjects::checkFilter);
  }

  private void add(EventStream stream) throws IOException {
    List<EventStream> more = new ArrayList<>(streams);
    more.add(stream);
    try {
      save(more);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
    streams = List.copyOf(more);
  }

  private void save(List<EventStream> all) throws IOException {
    file.write(
        all.stream().map(stream -> new StreamsFile.Entry(stream.spec(), stream.key())).toList());
  }

  /** By name. */
  Optional<EventStream> named(String name) {
    return streams.stream().filter(stream -> stream.spec().name().equals(name)).findFirst();
  }

  /** The stream that holds a subject: the first that does. */
  Optional<EventStream> holding(String subject) {
    for (EventStream stream : streams) {
      if (stream.spec().holds(subject)) {
        return Optional.of(stream);
      }
    }
    return Optional.empty();
  }

  /** The one stream of all these events; checks each. */
  EventStream of(List<NewEvent> events) {
    EventStream found = null;
    for (NewEvent event : events) {
      Subjects.check(event.subject());
      Batch.check(event);
      EventStream stream =
          holding(event.subject()).orElseThrow(() -> EventErrors.noStream(event.subject()));
      if (found != null && found != stream) {
        throw EventErrors.twoStreams("a list of events", found.spec().name(), stream.spec().name());
      }
      found = stream;
    }
    if (found == null) {
      throw EventErrors.bad("events", "none", "at least one");
    }
    return found;
  }

  /** The one stream that a filter lies within. */
  EventStream covering(String filter) {
    List<EventStream> now = streams;
    List<StreamSpec> specs = now.stream().map(EventStream::spec).toList();
    return now.get(specs.indexOf(Subjects.streamOf(specs, filter)));
  }

  /** Writes what waits and closes all; what one stream fails with keeps no other open. */
  void close() {
    for (EventStream stream : streams) {
      try {
        stream.close();
      } catch (MeshException e) {
        LOG.warn("Stream {} was not closed as it should be", stream.spec().name(), e);
      }
    }
    indexing.close();
  }
}
