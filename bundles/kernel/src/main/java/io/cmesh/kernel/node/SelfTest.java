package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.iam.VerifiedToken;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Keys;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import java.time.Duration;
import java.util.UUID;

/**
 * What the node does before it opens its doors: proves its own DID to its IAM by the four steps
 * that any client takes, which orders, applies and reads a command on the way, and asks each role
 * something harmless. A failure says which and why, and the doors stay shut.
 */
final class SelfTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Origin SELF = Origin.of("self", "");

  private final Kernel kernel;
  private final SessionService sessions;

  SelfTest(Kernel kernel, SessionService sessions) {
    this.kernel = kernel;
    this.sessions = sessions;
  }

  void run() {
    check("handshake", this::handshake);
    try (Assembly.Pin pin = kernel.assemblies().pin()) {
      Assembly a = pin.assembly();
      check("registrar", () -> a.registrar().list("", 1, a.state()));
      check(
          "router",
          () ->
              a.router()
                  .route(Fqmn.parse("0xI:whoami"), name -> a.registrar().resolve(name, a.state())));
      check("events", () -> a.events().streams());
      a.instances()
          .values()
          .forEach(i -> check(i.role().text(), () -> requireUp(i.role(), i.health())));
    }
  }

  private static void requireUp(Role role, Health health) {
    if (health.grade() == Health.Grade.DOWN) {
      throw new MeshException(
          Status.UNAVAILABLE, "CMESH-KRN-021", role.text() + " is down: " + health.text());
    }
  }

  private static void check(String what, Runnable test) {
    try {
      test.run();
    } catch (MeshException e) {
      throw MeshException.of(
              Status.UNAVAILABLE, "CMESH-KRN-020", "self-test of " + what + " failed: " + e.text())
          .hint(e.hint().orElse("The doors stay shut until it passes; the log tells more."))
          .cause(e)
          .build();
    }
  }

  private void handshake() {
    Keys keys = kernel.openings().keys();
    String did = keys.nodeDid();
    SessionCall call = sessions.call(did, SELF);
    SessionConfirm confirm =
        sessions.answer(call.id(), sign(keys, Handshake.ANSWER, call.id(), call.nonce()));
    Bytes consent = sign(keys, Handshake.CONSENT, call.id(), confirm.nonce());
    Tokens tokens = Kernel.await(sessions.consent(call.id(), consent, SELF), LIMIT);
    VerifiedToken verified = sessions.iam().verify(tokens.token());
    if (!verified.principal().did().equals(did)) {
      throw new MeshException(
          Status.UNAUTHORIZED,
          "CMESH-KRN-022",
          "the node's token names " + verified.principal().did() + " (expected: " + did + ")");
    }
    Kernel.await(sessions.end(tokens.token(), SELF), LIMIT);
  }

  private static Bytes sign(Keys keys, String step, UUID id, Bytes nonce) {
    return keys.sign(Handshake.signed(step, id, nonce, keys.nodeDid(), keys.nodeDid()));
  }
}
