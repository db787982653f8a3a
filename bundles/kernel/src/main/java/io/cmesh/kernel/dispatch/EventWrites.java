package io.cmesh.kernel.dispatch;

import io.cmesh.api.events.Event;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.handlers.events.EventPublishHandler;
import io.cmesh.kernel.outbox.OutboxPump;
import java.util.concurrent.CompletionStage;

/**
 * {@code 0xEW}: orders a publication as a command, for the embedded bus is not shared by a cluster,
 * and answers once the event is out: with the sequence of the channel's newest event, which is this
 * one or a later one.
 */
final class EventWrites implements Executor {
  private final Order order;
  private final OutboxPump pump;

  EventWrites(Order order, OutboxPump pump) {
    this.order = order;
    this.pump = pump;
  }

  @Override
  public Role role() {
    return Role.EVENTS;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    return order
        .take(p, EventPublishHandler.draft(p.resolved()), Role.EVENTS)
        .thenCompose(answer -> answer.status() == Status.OK ? published(p) : answer.now());
  }

  private CompletionStage<Answer> published(Passage p) {
    String subject = Channels.subject(p.resolved().target());
    return pump.caughtUp()
        .thenApply(
            done -> {
              long sequence = p.assembly().events().last(subject).map(Event::sequence).orElse(0L);
              return Answer.ok("{\"seq\":" + sequence + "}");
            });
  }
}
