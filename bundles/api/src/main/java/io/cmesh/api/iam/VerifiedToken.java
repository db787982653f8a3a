package io.cmesh.api.iam;

import io.cmesh.api.command.Principal;
import java.time.Instant;
import java.util.UUID;

/**
 * An access token that was found good.
 *
 * @param principal whose
 * @param session by which
 * @param expires until when
 */
public record VerifiedToken(Principal principal, UUID session, Instant expires) {}
