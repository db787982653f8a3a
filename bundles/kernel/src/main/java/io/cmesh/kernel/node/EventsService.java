package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.command.Principal;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.api.node.Traffic;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.dispatch.Gate;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events as doors see them. */
final class EventsService implements EventsAccess, Traffic {
  private final Kernel kernel;
  private final Gate gate;

  EventsService(Kernel kernel, Gate gate) {
    this.kernel = kernel;
    this.gate = gate;
  }

  @Override
  public Cancellable subscribe(String token, String filter, long from, Consumer<Event> consumer) {
    Principal who = gate.principal(token);
    if (!who.isTrusted()) {
      gate.requireRead(who, Fqmn.parse("0xE:" + filter + ":read"));
    }
    // Held as long as the subscription: its instance stays open until the follower has gone.
    Assembly.Pin pin = kernel.assemblies().pin();
    try {
      Cancellable subscription =
          pin.assembly().events().subscribe(Channels.subject(filter), from, consumer);
      return new Held(subscription, pin);
    } catch (RuntimeException e) {
      pin.close();
      throw e;
    }
  }

  private static final class Held implements Cancellable {
    private final Cancellable subscription;
    private Assembly.@Nullable Pin pin;

    Held(Cancellable subscription, Assembly.Pin pin) {
      this.subscription = subscription;
      this.pin = pin;
    }

    @Override
    public synchronized void close() {
      if (pin != null) {
        subscription.close();
        pin.close();
        pin = null;
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
