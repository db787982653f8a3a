package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.api.node.Traffic;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.dispatch.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Events as doors see them. */
final class EventsService implements EventsAccess, Traffic {
  /** How soon a session ended or a rule withdrawn ends what it carried. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Kernel kernel;
  private final Gate gate;

  EventsService(Kernel kernel, Gate gate) {
    this.kernel = kernel;
    this.gate = gate;
  }

  @Override
  public Cancellable follow(
      String token,
      String filter,
      long from,
      Consumer<Event> consumer,
      Consumer<MeshException> ended) {
    Fqmn asked = Fqmn.parse("0xE:" + filter + ":read");
    Principal who = permitted(token, asked);
    Cancellable subscription =
        kernel.assemblies().live().subscribe(Channels.subject(filter), from, consumer);
    Following following = new Following(subscription);
    if (!who.isTrusted()) {
      Scheduler scheduler = kernel.platform().scheduler();
      following.watch(scheduler.every(LOOK, () -> look(token, asked, following, ended)));
    }
    return following;
  }

  /** Whose token it is, where it may read that; throws 401 or 403 otherwise. */
  private Principal permitted(String token, Fqmn asked) {
    Principal who = gate.principal(token);
    if (!who.isTrusted()) {
      gate.requireRead(who, asked);
    }
    return who;
  }

  private void look(String token, Fqmn asked, Following following, Consumer<MeshException> ended) {
    try {
      permitted(token, asked);
    } catch (MeshException e) {
      // A role that is away for the moment takes nobody's right.
      boolean lost = e.status() == Status.UNAUTHORIZED || e.status() == Status.FORBIDDEN;
      if (lost && following.end()) {
        ended.accept(e);
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
    return kernel.assemblies().live().publish(events);
  }
}
