package io.cmesh.kernel.handlers.outbox;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.View;
import io.cmesh.kernel.outbox.OutboxRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code outbox.trim/1}: forgets events that were published. A command, so that the outbox stays
 * the same on every node. The body is the number of the last block to forget; from the node alone.
 */
public final class OutboxTrimHandler implements CommandHandler {
  /** Its type. */
  public static final String TYPE = "outbox.trim/1";

  /** The command that forgets up to {@code block}. */
  public static CommandDraft draft(long block) {
    return new CommandDraft(TYPE, Bytes.ofLong(block));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Effects apply(Command command, View before) {
    if (command.by().kind() != Principal.Kind.NODE) {
      throw new MeshException(Status.FORBIDDEN, "CMESH-KRN-012", TYPE + " is the node's own");
    }
    Bytes end = Bytes.ofLong(command.body().longAt(0) + 1);
    List<Mutation> mutations = new ArrayList<>();
    try (Scan scan = before.scan(OutboxRecord.NAMESPACE, Bytes.EMPTY, end)) {
      scan.forEachRemaining(e -> mutations.add(Mutation.delete(OutboxRecord.NAMESPACE, e.key())));
    }
    return Effects.ok(mutations);
  }
}
