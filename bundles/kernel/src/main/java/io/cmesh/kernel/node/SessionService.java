package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.SessionDraft;
import io.cmesh.api.iam.SessionRecord;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.iam.VerifiedToken;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import io.cmesh.api.node.Sessions;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.dispatch.Gate;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Sessions as doors offer them: challenges by the iam provider, openings and ends as commands. */
final class SessionService implements Sessions {
  private final Kernel kernel;
  private final Gate gate;

  SessionService(Kernel kernel, Gate gate) {
    this.kernel = kernel;
    this.gate = gate;
  }

  private <T> T with(Function<Assembly, T> use) {
    try (Assembly.Pin pin = kernel.assemblies().pin()) {
      return use.apply(pin.assembly());
    }
  }

  @Override
  public SessionCall call(String did, Origin origin) {
    return with(a -> a.iam().call(did, a.state()));
  }

  @Override
  public SessionConfirm answer(UUID id, Bytes signature) {
    return with(a -> a.iam().answer(id, signature));
  }

  @Override
  public CompletionStage<Tokens> consent(UUID id, Bytes signature, Origin origin) {
    SessionDraft draft = with(a -> a.iam().consent(id, signature));
    DedupId once = new DedupId(Bytes.utf8("session.open/" + draft.session()));
    return kernel
        .submit(draft.command(), once)
        .thenApply(
            applied -> {
              require(applied);
              return with(a -> a.iam().issue(draft));
            });
  }

  private static void require(Applied applied) {
    if (!applied.status().isSuccess()) {
      throw new MeshException(
          applied.status(),
          "CMESH-KRN-017",
          "the session was refused: " + applied.payload().utf8());
    }
  }

  @Override
  public CompletionStage<Tokens> renew(String renewToken) {
    Tokens tokens =
        with(
            a -> {
              SessionDraft session = a.iam().renewal(renewToken, a.state());
              requireOpen(a, session.session());
              return a.iam().issue(session);
            });
    return CompletableFuture.completedFuture(tokens);
  }

  private void requireOpen(Assembly assembly, UUID session) {
    Versioned record = assembly.state().get(SessionRecord.NAMESPACE, SessionRecord.key(session));
    long now = kernel.platform().clock().millis();
    if (record == null || !SessionRecord.decode(record.value()).isOpen(now)) {
      throw new MeshException(
          Status.UNAUTHORIZED,
          "CMESH-KRN-011",
          "the session of this token has ended or was revoked",
          "Get a session: cmesh login, or POST /session with your DID.");
    }
  }

  @Override
  public CompletionStage<Void> end(String token, Origin origin) {
    VerifiedToken verified = gate.session(token);
    if (verified == null) {
      throw new MeshException(
          Status.BAD_REQUEST, "CMESH-KRN-018", "an operator's token has no session to end");
    }
    return kernel
        .submit(with(a -> a.iam().revoke(verified.session())), kernel.freshId())
        .thenAccept(SessionService::require);
  }

  @Override
  public Bytes jwks() {
    return with(a -> a.iam().jwks());
  }

  @Override
  public String nodeDid() {
    return kernel.openings().keys().nodeDid();
  }

  /** The iam provider, for the node's own handshake. */
  Iam iam() {
    return with(Assembly::iam);
  }
}
