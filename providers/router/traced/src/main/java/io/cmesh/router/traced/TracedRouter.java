package io.cmesh.router.traced;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.router.NameLookup;
import io.cmesh.api.router.Route;
import io.cmesh.api.router.Router;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds ways as every router does, and traces some of them. Thread-safe. */
final class TracedRouter implements Router, Instance<Router> {
  private final Neighbours neighbours;
  private final Traces traces;
  private final Clock clock;

  TracedRouter(Neighbours neighbours, Traces traces, Clock clock) {
    this.neighbours = neighbours;
    this.traces = traces;
    this.clock = clock;
  }

  @Override
  public Route route(Fqmn asked, NameLookup names) {
    return traces.isNextTraced()
        ? traced(asked, new Walk(neighbours, new Lookups(names)))
        : counted(asked, new Walk(neighbours, new Lookups(names)));
  }

  private Route counted(Fqmn asked, Walk walk) {
    try {
      return walk.from(asked);
    } catch (RuntimeException e) {
      traces.refused();
      throw e;
    }
  }

  private Route traced(Fqmn asked, Walk walk) {
    Instant begun = clock.instant();
    try {
      Route route = counted(asked, walk);
      keep(asked, walk, route, begun, Trace.OK);
      return route;
    } catch (MeshException e) {
      keep(asked, walk, null, begun, e.code());
      throw e;
    } catch (RuntimeException e) {
      keep(asked, walk, null, begun, e.getClass().getSimpleName());
      throw e;
    }
  }

  private void keep(Fqmn asked, Walk walk, @Nullable Route route, Instant begun, String outcome) {
    Duration took = Duration.between(begun, clock.instant());
    traces.add(Trace.of(asked, walk.hops(), route, took, outcome));
  }

  @Override
  public Router service() {
    return this;
  }

  /** Well, with what was routed and the slowest of the ways kept. */
  @Override
  public Health health() {
    return new Health(Health.Grade.OK, traces.summary());
  }

  @Override
  public void close() {
    traces.forget();
  }
}
