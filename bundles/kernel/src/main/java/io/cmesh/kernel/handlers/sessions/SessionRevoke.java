package io.cmesh.kernel.handlers.sessions;

import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.SessionCommands;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.List;
import java.util.UUID;

/**
 * {@code session.revoke/1}: ends a session, whose tokens are refused from this index on. From the
 * identity whose session it is, the operator or the node: 403 for anybody else, 404 for an unknown
 * session. Revoking twice does nothing the second time.
 */
public final class SessionRevoke implements CommandHandler {
  @Override
  public String type() {
    return SessionCommands.REVOKE;
  }

  @Override
  public Effects apply(Command command, View before) {
    UUID id = SessionCommands.revoked(command.body());
    Versioned value = before.get(SessionRecord.NAMESPACE, SessionRecord.key(id));
    if (value == null) {
      throw new MeshException(
          Status.NOT_FOUND, "CMESH-IAM-033", "session " + id + ": unknown, or expired long ago");
    }
    SessionRecord record = SessionRecord.decode(value.value());
    Principal by = command.by();
    if (!by.isTrusted() && !by.did().equals(record.did())) {
      throw new MeshException(
          Status.FORBIDDEN, "CMESH-IAM-034", "session " + id + " is not that of " + by.did());
    }
    return Effects.ok(record.revoked() ? List.of() : List.of(revoked(id, record)));
  }

  private static Mutation revoked(UUID id, SessionRecord record) {
    return Mutation.put(SessionRecord.NAMESPACE, SessionRecord.key(id), record.ended().encode());
  }
}
