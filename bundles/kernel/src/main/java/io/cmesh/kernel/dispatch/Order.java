package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.bytes.Json;
import io.cmesh.kernel.order.Handlers;
import io.cmesh.kernel.order.Sequencer;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Makes a command of a draft, has it ordered, and waits for its index. Two layers come of it:
 * {@code order}, with the index, and {@code execute}, the applier's run. Thread-safe.
 */
final class Order {
  private final Sequencer sequencer;
  private final Handlers handlers;
  private final Deadlines deadlines;
  private final Clock clock;
  private final RandomGenerator random;

  Order(
      Sequencer sequencer,
      Handlers handlers,
      Deadlines deadlines,
      Clock clock,
      RandomGenerator random) {
    this.sequencer = sequencer;
    this.handlers = handlers;
    this.deadlines = deadlines;
    this.clock = clock;
    this.random = random;
  }

  CompletionStage<Answer> take(Passage p, CommandDraft draft, Role executing) {
    p.enter("order", Role.CONSENSUS);
    Command command = command(p, draft);
    CompletableFuture<Applied> outcome = sequencer.submit(command).toCompletableFuture();
    if (wantsNoWait(p)) {
      return accepted(p, outcome);
    }
    return deadlines.within(outcome).thenApply(applied -> applied(p, applied, executing));
  }

  private static boolean wantsNoWait(Passage p) {
    String prefer = p.message().headers().request().get("prefer");
    return prefer != null && prefer.contains("respond-async");
  }

  private static CompletionStage<Answer> accepted(Passage p, CompletableFuture<Applied> outcome) {
    if (outcome.isCompletedExceptionally()) {
      return outcome.thenApply(applied -> Answer.ok("null"));
    }
    String payload = Json.object().text("id", p.message().id().toString()).toString();
    return new Answer(Status.ACCEPTED, Bytes.utf8(payload)).now();
  }

  private Answer applied(Passage p, Applied applied, Role executing) {
    p.orderedAt(applied.index());
    p.leave(Status.OK, p.hash("index " + applied.index() + " block " + applied.block()));
    p.enter("execute", executing);
    return new Answer(applied.status(), applied.payload());
  }

  private Command command(Passage p, CommandDraft draft) {
    if (!handlers.handles(draft.type())) {
      throw new MeshException(
          Status.INTERNAL, "CMESH-KRN-013", "nobody here handles commands of type " + draft.type());
    }
    DedupId given = p.origin().dedup();
    DedupId id = given != null ? given : DedupId.ofMessage(p.principal().did(), p.message().id());
    Instant at = Instant.ofEpochMilli(clock.millis());
    return new Command(draft.type(), p.principal(), at, random.nextLong(), id, draft.body());
  }
}
