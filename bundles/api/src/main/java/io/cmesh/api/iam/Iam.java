package io.cmesh.api.iam;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.View;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Identities, sessions and tokens. Sessions lie in state ({@link SessionRecord}); challenges are
 * local, live 60 s, and each of their steps can be taken once. Thread-safe.
 *
 * <p>The four steps: the client asks with its DID; the node <em>calls</em> with a nonce and its own
 * signature; the client <em> answers</em> with its signature; the node <em>confirms</em> with a
 * second nonce and the rights; the client <em>consents</em>. Each signature covers the
 * deterministic CBOR array {@code [step, id, nonce, node DID, DID]}, see {@link Handshake}.
 *
 * <p>Refusals are {@link io.cmesh.api.error.MeshException}: 401 for a forged, replayed, late or
 * unknown step or token, 400 for a malformed DID, 403 where sessions are closed to the DID.
 */
@ConsumerType
public interface Iam {
  /** Begins a session. */
  SessionCall call(String did, View view);

  /** Takes the client's answer to the call. */
  SessionConfirm answer(UUID id, Bytes signature);

  /**
   * Takes the client's consent; the node orders the draft and then asks for the {@link #issue
   * tokens}.
   */
  SessionDraft consent(UUID id, Bytes signature);

  /** Makes the tokens of a session that is open. */
  Tokens issue(SessionDraft session);

  /**
   * Checks a renewal token and that its session is open; the node then asks for new {@link #issue
   * tokens}.
   */
  SessionDraft renewal(String renewToken, View view);

  /**
   * Checks an access token's signature, issuer, audience and times. That its session is open is the
   * caller's to check: on each request, at its index. The principal is without attributes: which
   * were disclosed, the caller reads from the session's record.
   */
  VerifiedToken verify(String token);

  /** Forms the command that ends a session. */
  CommandDraft revoke(UUID session);

  /** Whether {@code who} may: a filter before ordering; the command's handler decides again. */
  Decision decide(Principal who, Verb verb, Fqmn resolved, View view);

  /** The keys tokens are signed with, current and former, as a JWK Set (RFC 7517), JSON. */
  Bytes jwks();
}
