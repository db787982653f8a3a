package io.cmesh.http.internal;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.http.HttpHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which handler a path goes to. Lookups take no lock: there are a dozen routes, in one array. */
final class Routes {
  // Where a door stood a shorter prefix would answer otherwise, and say that nothing is there.
  private static final HttpHandler CLOSED =
      exchange -> {
        throw MeshException.of(
                Status.UNAVAILABLE,
                "CMESH-HTTP-503",
                "the node is stopping, or this door is closed")
            .hint("Ask again once GET /readyz says that the node is ready.")
            .retryAfter(Duration.ofSeconds(1))
            .build();
      };

  /** No record: two routes with equal parts are two routes. */
  private static final class Route {
    final String prefix;
    final HttpHandler handler;

    Route(String prefix, HttpHandler handler) {
      this.prefix = prefix;
      this.handler = handler;
    }

    boolean covers(String path) {
      int length = prefix.length();
      return path.startsWith(prefix)
          && (path.length() == length
              || prefix.charAt(length - 1) == '/'
              || path.charAt(length) == '/');
    }
  }

  private volatile Route[] routes = new Route[0];

  @Nullable HttpHandler find(String path) {
    for (Route route : routes) {
      if (route.covers(path)) {
        return route.handler;
      }
    }
    return null;
  }

  Cancellable add(String prefix, HttpHandler handler) {
    if (!prefix.startsWith("/")) {
      throw new MeshException(
          Status.BAD_REQUEST, "CMESH-HTTP-001", "path prefix: '" + prefix + "' (expected: /…)");
    }
    Route route = new Route(prefix, handler);
    insert(route);
    return () -> remove(route);
  }

  /** Longest first; before older ones of the same length. */
  private synchronized void insert(Route route) {
    List<Route> list = new ArrayList<>(List.of(routes));
    list.removeIf(r -> r.handler == CLOSED && r.prefix.equals(route.prefix));
    int at = 0;
    while (at < list.size() && list.get(at).prefix.length() > route.prefix.length()) {
      at++;
    }
    list.add(at, route);
    routes = list.toArray(Route[]::new);
  }

  /** The last of its prefix leaves one behind that says 503. */
  private synchronized void remove(Route route) {
    List<Route> list = new ArrayList<>(List.of(routes));
    int at = list.indexOf(route);
    if (at < 0) {
      return;
    }
    boolean last = list.stream().filter(r -> r.prefix.equals(route.prefix)).count() == 1;
    if (last) {
      list.set(at, new Route(route.prefix, CLOSED));
    } else {
      list.remove(at);
    }
    routes = list.toArray(Route[]::new);
  }
}
