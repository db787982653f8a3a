package io.cmesh.api.iam;

import io.cmesh.api.command.CommandDraft;
import java.time.Instant;
import java.util.UUID;

/**
 * A session agreed on.
 *
 * @param expires when the session ends for good; tokens end sooner
 * @param command opens it
 */
public record SessionDraft(UUID session, String did, Instant expires, CommandDraft command) {}
