package io.cmesh.kernel.events;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.message.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Copies what one bus has and another has not: sequences, times and ids as they are. Every chunk is
 * read back and compared. Works in chunks, so streams may be larger than the heap; a copy that was
 * broken off goes on where it was. One pass at a time.
 */
public final class StreamCopy {
  private static final int CHUNK = 1_000;

  private final EventBus from;
  private final EventBus to;
  private final Executor pool;
  private final AtomicLong moved = new AtomicLong();

  /** Between two buses; their work runs on {@code pool}. */
  public StreamCopy(EventBus from, EventBus to, Executor pool) {
    this.from = from;
    this.to = to;
    this.pool = pool;
  }

  /** Events copied so far. */
  public long moved() {
    return moved.get();
  }

  /** Events that are still to be copied. */
  public long behind() {
    Map<String, Long> has = lastSequences(to);
    long sum = 0;
    for (StreamInfo stream : from.streams()) {
      long first = Math.max(stream.firstSequence() - 1, has.getOrDefault(stream.spec().name(), 0L));
      sum += Math.max(0, stream.lastSequence() - first);
    }
    return sum;
  }

  private static Map<String, Long> lastSequences(EventBus bus) {
    return bus.streams().stream()
        .collect(Collectors.toMap(s -> s.spec().name(), StreamInfo::lastSequence));
  }

  /** Copies what there is; completes once all of it is on the other bus. */
  public CompletionStage<Void> pass() {
    return CompletableFuture.supplyAsync(() -> from.streams().iterator(), pool)
        .thenCompose(this::streams);
  }

  private CompletionStage<Void> streams(Iterator<StreamInfo> rest) {
    if (!rest.hasNext()) {
      return CompletableFuture.completedFuture(null);
    }
    return stream(rest.next()).thenComposeAsync(done -> streams(rest), pool);
  }

  private CompletionStage<Void> stream(StreamInfo stream) {
    String name = stream.spec().name();
    long last = lastSequences(to).getOrDefault(name, 0L);
    if (last >= stream.lastSequence()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Event> chunk = from.readStream(name, last + 1, CHUNK);
    if (chunk.isEmpty()) {
      // All gone by now, but the numbers go on.
      return to.adopt(name, stream.lastSequence() + 1, List.of());
    }
    return to.adopt(name, chunk.get(0).sequence(), chunk)
        .thenComposeAsync(
            done -> {
              compare(name, chunk);
              moved.addAndGet(chunk.size());
              return stream(stream);
            },
            pool);
  }

  private void compare(String name, List<Event> chunk) {
    long last = chunk.get(chunk.size() - 1).sequence();
    StreamInfo is = infoOf(name);
    // The other bus may keep fewer, and has forgotten the oldest of these already.
    long first = Math.max(chunk.get(0).sequence(), is.firstSequence());
    int gone = (int) Math.min(chunk.size(), first - chunk.get(0).sequence());
    List<Event> kept = chunk.subList(gone, chunk.size());
    if (is.lastSequence() != last || !arrived(name, first, last).equals(kept)) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-SWP-003",
          "stream "
              + name
              + ": what arrived from sequence "
              + chunk.get(0).sequence()
              + " on differs from what was sent",
          "The newcomer is at fault; the old provider goes on.");
    }
  }

  private StreamInfo infoOf(String name) {
    return to.streams().stream()
        .filter(s -> s.spec().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("stream " + name + " is gone"));
  }

  // A bus may give fewer than asked for at once, where they are large.
  private List<Event> arrived(String name, long first, long last) {
    List<Event> all = new ArrayList<>();
    long next = first;
    while (next <= last) {
      List<Event> some = to.readStream(name, next, (int) (last - next + 1));
      if (some.isEmpty()) {
        return all;
      }
      all.addAll(some);
      next = some.get(some.size() - 1).sequence() + 1;
    }
    return all;
  }

  /** Throws unless both buses end at the same sequences. */
  public void requireEqual() {
    Function<EventBus, Map<String, Long>> ends = StreamCopy::lastSequences;
    Map<String, Long> wanted = ends.apply(from);
    Map<String, Long> is = ends.apply(to);
    wanted.forEach(
        (name, last) -> {
          if (!last.equals(is.getOrDefault(name, 0L))) {
            throw new MeshException(
                Status.CONFLICT,
                "CMESH-SWP-003",
                "stream "
                    + name
                    + " ends at "
                    + is.getOrDefault(name, 0L)
                    + " in the newcomer (expected: "
                    + last
                    + ")",
                "The newcomer is at fault; the old provider goes on.");
          }
        });
  }
}
