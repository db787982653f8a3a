package io.cmesh.api.events;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.HandOvers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Durable ordered streams on subjects, and request/reply beside them.
 *
 * <p>All methods from any thread. A bad subject or filter throws {@link
 * io.cmesh.api.error.MeshException} (400).
 */
@ConsumerType
public interface EventBus {
  /** Makes the stream, or changes its limits where it is there. */
  void ensureStream(StreamSpec spec);

  /** Every stream, by name. */
  List<StreamInfo> streams();

  /**
   * Publishes events of one stream, in order and next to each other. Completes with the sequence of
   * the last one, once they can be read and, in a durable provider, are on disk (fsync, in groups).
   * A subject that no stream holds, or a list across two streams, is a 404 or 400; nothing is
   * published then.
   */
  CompletionStage<Long> publish(List<NewEvent> events);

  /** The newest event on a subject (no wildcards). */
  Optional<Event> last(String subject);

  /** The newest event of a stream. */
  Optional<Event> lastOf(String stream);

  /**
   * Events that match a filter, oldest first.
   *
   * @param filter a subject, or one with wildcards; it must lie within one stream
   * @param from the first sequence wanted; earlier ones that are gone are passed over
   * @param limit 1 to 10,000
   */
  List<Event> read(String filter, long from, int limit);

  /**
   * Events of one stream whatever their subject, oldest first: what a hand-over copies. Fewer than
   * {@code limit} where they are large: that there are no more is what an empty list says. A stream
   * that is not there is a 404.
   *
   * @param from the first sequence wanted; earlier ones that are gone are passed over
   * @param limit 1 to 10,000
   */
  default List<Event> readStream(String stream, long from, int limit) {
    throw HandOvers.none("events");
  }

  /**
   * Takes over events of another bus, in order, with their sequences, times and ids; completes once
   * they can be read and are on disk. One call for a stream at a time, none beside {@link #publish}
   * to it.
   *
   * <p>{@code first} follows the newest event of the stream, or lies further on: then what was
   * between has gone from the other bus, too, and the stream forgets what it has and begins there.
   * A sequence that the stream has already is a 409, a list with a hole a 400, a stream that is not
   * there a 404; nothing is taken over then. What ends in the middle (no room, a kill) leaves the
   * stream as it was, or beginning at {@code first} with a prefix of the list.
   *
   * @param first the sequence of the first of {@code events}; without events, of the next to come
   */
  default CompletionStage<Void> adopt(String stream, long first, List<Event> events) {
    throw HandOvers.none("events");
  }

  /**
   * Calls {@code consumer} with every matching event from sequence {@code from} on (0: new ones
   * only), in order, one at a time, on a thread of the bus. A slow consumer slows only itself; one
   * that throws is ended and logged.
   */
  Cancellable subscribe(String filter, long from, Consumer<Event> consumer);

  /**
   * Asks whoever serves {@code subject}; nothing is stored. Completes with the reply, or with
   * {@link io.cmesh.api.error.MeshException}: 503 where nobody serves it, 504 after {@code
   * timeout}.
   */
  CompletionStage<Bytes> request(String subject, Bytes payload, Duration timeout);

  /** Answers requests on {@code subject}; of several with the same queue one gets each request. */
  Cancellable serve(
      String subject, String queue, Function<Bytes, CompletionStage<Bytes>> responder);
}
