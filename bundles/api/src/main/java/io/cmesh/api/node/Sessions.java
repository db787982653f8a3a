package io.cmesh.api.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.Tokens;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sessions as doors offer them: the four steps, renewal, end. Refusals are {@link
 * io.cmesh.api.error.MeshException}.
 */
@ProviderType
public interface Sessions {
  /** {@code POST /session}. */
  SessionCall call(String did, Origin origin);

  /** {@code POST /session/<id>/answer}. */
  SessionConfirm answer(UUID id, Bytes signature);

  /** {@code POST /session/<id>/consent}: the session is open, on disk, when it completes. */
  CompletionStage<Tokens> consent(UUID id, Bytes signature, Origin origin);

  /** {@code POST /session/renew}. */
  CompletionStage<Tokens> renew(String renewToken);

  /** {@code DELETE /session}: ends the session of a token; its tokens are refused from then on. */
  CompletionStage<Void> end(String token, Origin origin);

  /** {@code GET /jwks.json}. */
  Bytes jwks();

  /** {@code GET /}: the node's DID. */
  String nodeDid();
}
