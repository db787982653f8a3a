package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.http.HttpExchange;
import io.cmesh.http.HttpHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** {@code GET /events/<filter>} follows; {@code GET /streams} lists. */
final class EventEndpoint implements HttpHandler, AutoCloseable {
  static final String EVENTS = "/events/";
  static final String STREAMS = "/streams";

  private static final String LINES = "application/x-ndjson";

  private final EventsAccess events;
  private final ScheduledFuture<?> beat;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

  /**
   * @param beatEvery how often a follower without events gets an empty line, which tells the node
   *     that the client has gone, and whatever is between them that it has not
   */
  EventEndpoint(EventsAccess events, ScheduledExecutorService scheduler, Duration beatEvery) {
    this.events = events;
    long millis = beatEvery.toMillis();
    this.beat =
        scheduler.scheduleWithFixedDelay(
            () -> followers.forEach(Follower::beat), millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handle(HttpExchange exchange) {
    Requests.requireMethodOfSession(exchange, "GET");
    String token = Requests.token(exchange);
    if (exchange.path().equals(STREAMS)) {
      exchange.respond(200, HttpExchange.JSON, streams(events.streams(token)));
    } else if (exchange.path().startsWith(EVENTS)) {
      follow(exchange, token);
    } else {
      throw DoorErrors.nothingHere();
    }
  }

  /** Subscribes first: a refusal is an answer, not a broken stream. */
  private void follow(HttpExchange exchange, String token) {
    String filter = PathText.decode(exchange.path(), EVENTS.length());
    long from = new Query(exchange.query()).number("from", 0, 0, Long.MAX_VALUE / 16);
    Follower follower = new Follower();
    Cancellable subscription = events.follow(token, filter, from, follower, follower::endFor);
    followers.add(follower);
    follower.begin(
        exchange.stream(200, LINES),
        () -> {
          followers.remove(follower);
          subscription.close();
        });
  }

  private static Bytes streams(List<StreamInfo> streams) {
    return Json.list(
        "streams",
        streams,
        (json, stream) -> {
          json.writeStringField("name", stream.spec().name());
          Json.texts(json, "subjects", stream.spec().subjects());
          json.writeNumberField("firstSequence", stream.firstSequence());
          json.writeNumberField("lastSequence", stream.lastSequence());
          json.writeNumberField("sizeBytes", stream.sizeBytes());
        });
  }

  /** Ends every follower. */
  @Override
  public void close() {
    beat.cancel(false);
    followers.forEach(Follower::end);
  }
}
