package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.api.node.Traffic;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.dispatch.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Events as doors see them. */
final class EventsService implements EventsAccess, Traffic {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Kernel kernel;
  private final Gate gate;

  EventsService(Kernel kernel, Gate gate) {
    this.kernel = kernel;
    this.gate = gate;
  }

  @Override
  public Cancellable subscribe(
      String token, String filter, long from, Consumer<Event> consumer, Runnable ended) {
    Principal who = gate.principal(token);
    if (!who.isTrusted()) {
      gate.requireRead(who, Fqmn.parse("0xE:" + filter + ":read"));
    }
    // Held as long as the subscription: its instance stays open until the follower has gone.
    Assembly.Pin pin = kernel.assemblies().pin();
    try {
      Cancellable subscription =
          pin.assembly().events().subscribe(Channels.subject(filter), from, consumer);
      Following following = new Following(subscription, pin);
      if (who.session() != null) {
        following.watch(
            kernel
                .platform()
                .scheduler()
                .every(LOOK, () -> endWithSession(token, following, ended)));
      }
      return following;
    } catch (RuntimeException e) {
      pin.close();
      throw e;
    }
  }

  private void endWithSession(String token, Following following, Runnable ended) {
    try {
      gate.principal(token);
    } catch (MeshException e) {
      if (following.end()) {
        ended.run();
      }
    }
  }

  @Override
  public List<StreamInfo> streams(String token) {
    gate.principal(token);
    try (Assembly.Pin pin = kernel.assemblies().pin()) {
      return pin.assembly().events().streams();
    }
  }

  @Override
  public CompletionStage<Long> publish(List<NewEvent> events) {
    Assembly.Pin pin = kernel.assemblies().pin();
    try {
      return pin.assembly()
          .events()
          .publish(events)
          .whenComplete((sequence, failure) -> pin.close());
    } catch (RuntimeException e) {
      pin.close();
      throw e;
    }
  }
}
