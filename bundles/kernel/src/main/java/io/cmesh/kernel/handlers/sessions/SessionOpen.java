package io.cmesh.kernel.handlers.sessions;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.SessionCommands;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code session.open/1}: puts a session into state. From the node alone, which has checked the
 * four steps: 403 for anybody else; 409 where the id has another session. Sessions long expired are
 * cleared away with it, a few at a time, so that they do not pile up.
 */
public final class SessionOpen implements CommandHandler {
  /** How long an expired session is kept: nodes' clocks may differ. */
  static final Duration GRACE = Duration.ofDays(1);

  // Ids sort by the time they were made, so that the first ones have expired first.
  private static final int MAX_CLEARED = 4;

  @Override
  public String type() {
    return SessionCommands.OPEN;
  }

  @Override
  public Effects apply(Command command, View before) {
    if (command.by().kind() != Principal.Kind.NODE) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-IAM-031",
          "a session is opened by the node alone, not by " + command.by().did(),
          "Open one with POST /session, or: cmesh login");
    }
    UUID id = SessionCommands.session(command.body());
    SessionRecord record = SessionCommands.record(command.body());
    refuseAnother(id, record, before);
    List<Mutation> mutations = new ArrayList<>();
    clearExpired(command, before, mutations);
    mutations.add(Mutation.put(SessionRecord.NAMESPACE, SessionRecord.key(id), record.encode()));
    return Effects.ok(mutations);
  }

  private static void refuseAnother(UUID id, SessionRecord record, View before) {
    Versioned present = before.get(SessionRecord.NAMESPACE, SessionRecord.key(id));
    if (present != null && !present.value().equals(record.encode())) {
      throw new MeshException(
          Status.CONFLICT, "CMESH-IAM-032", "session " + id + " is there already");
    }
  }

  private static void clearExpired(Command command, View before, List<Mutation> into) {
    long until = command.at().minus(GRACE).toEpochMilli();
    try (Scan oldest = before.scan(SessionRecord.NAMESPACE, Bytes.EMPTY, null)) {
      for (int i = 0; i < MAX_CLEARED && oldest.hasNext(); i++) {
        StateEntry entry = oldest.next();
        if (SessionRecord.decode(entry.value()).expiresMillis() <= until) {
          into.add(Mutation.delete(SessionRecord.NAMESPACE, entry.key()));
        }
      }
    }
  }
}
