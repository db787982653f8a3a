package io.cmesh.client;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.Handshake;
import io.cmesh.client.identity.Identity;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens, renews and ends sessions. The four steps: we ask with our DID, the node <em>calls</em>
 * with a signed nonce, we <em>answer</em>, the node <em>confirms</em>, signed again, we
 * <em>consent</em>. Both of the node's signatures are checked before anything of ours is sent.
 * Thread-safe.
 */
public final class SessionOpener {
  private final MeshClient client;

  /** Over a client; its token source is not used. */
  public SessionOpener(MeshClient client) {
    this.client = client;
  }

  /**
   * Opens a session.
   *
   * @param pinned the node's DID as known from earlier; empty at first contact
   * @throws NodeIdentityException where the node is another, or a signature is not its own
   * @throws RefusedException where the node refuses a step
   */
  public Session open(Identity identity, Optional<String> pinned) {
    Doc call = client.anonymous("POST", "/session", Doc.of("did", identity.did())).message();
    UUID id = call.uuid("id");
    String node = call.require("node");
    Bytes nonce = call.bytes("nonce");
    if (pinned.isPresent() && !pinned.get().equals(node)) {
      throw NodeIdentityException.changed(client.node(), pinned.get(), node);
    }
    Parties parties = new Parties(id, node, identity);
    verify(parties, Handshake.CALL, nonce, call.bytes("signature"));
    Doc confirm = step(parties, "answer", Handshake.ANSWER, nonce);
    Bytes second = confirm.bytes("nonce");
    verify(parties, Handshake.CONFIRM, second, confirm.bytes("signature"));
    Doc tokens = step(parties, "consent", Handshake.CONSENT, second);
    return new Session(node, identity.did(), confirm.texts("rights"), SessionTokens.of(tokens));
  }

  /** New tokens for a session; throws {@link RefusedException} (401) where it has ended. */
  public SessionTokens renew(String renewToken) {
    return SessionTokens.of(
        client.anonymous("POST", "/session/renew", Doc.of("renew", renewToken)).message());
  }

  /** Ends the session of a token. */
  public void end(String token) {
    client.with(TokenSource.fixed(token)).request("DELETE", "/session", Doc.EMPTY);
  }

  private record Parties(UUID id, String node, Identity identity) {
    Bytes signed(String step, Bytes nonce) {
      return Handshake.signed(step, id, nonce, node, identity.did());
    }
  }

  private void verify(Parties parties, String step, Bytes nonce, Bytes signature) {
    if (!Identity.verify(parties.node(), parties.signed(step, nonce), signature)) {
      throw NodeIdentityException.forged(client.node(), step, parties.node());
    }
  }

  private Doc step(Parties parties, String path, String step, Bytes nonce) {
    Bytes signature = parties.identity().sign(parties.signed(step, nonce));
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(signature.unsafeArray());
    return client
        .anonymous("POST", "/session/" + parties.id() + "/" + path, Doc.of("signature", text))
        .message();
  }
}
