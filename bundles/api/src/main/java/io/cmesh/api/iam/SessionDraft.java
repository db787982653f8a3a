package io.cmesh.api.iam;

import io.cmesh.api.command.Attributes;
import io.cmesh.api.command.CommandDraft;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A session agreed on.
 *
 * @param expires when the session ends for good; tokens end sooner
 * @param command opens it
 * @param attributes what the identity disclosed for it, each as {@link Attributes} has it
 */
public record SessionDraft(
    UUID session, String did, Instant expires, CommandDraft command, Set<String> attributes) {
  /** Keeps the attributes sorted; throws as {@link Attributes#of} does. */
  public SessionDraft {
    attributes = Attributes.of(attributes);
  }

  /** Of the session that {@code record} is to be, or is, in state. */
  public static SessionDraft of(UUID session, SessionRecord record) {
    return new SessionDraft(
        session,
        record.did(),
        Instant.ofEpochMilli(record.expiresMillis()),
        SessionCommands.open(session, record),
        record.attributes());
  }
}
