package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.MeshClient;
import io.cmesh.client.RefusedException;
import io.cmesh.client.Session;
import io.cmesh.client.SessionOpener;
import io.cmesh.client.SessionTokens;
import io.cmesh.client.TokenSource;
import io.cmesh.client.identity.RootFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of an identity that is logged in: renewed silently, and where the session has ended,
 * the session opened anew from the root.
 */
final class StoredSession implements TokenSource {
  private final Store store;
  private final MeshClient client;
  private final @Nullable String as;
  private final Clock clock;

  StoredSession(Store store, MeshClient client, @Nullable String as, Clock clock) {
    this.store = store;
    this.client = client;
    this.as = as;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<String> token() {
    KnownNode node = store.node(client.node());
    String name = name(node);
    KnownNode.Entry entry = entry(node, name);
    SessionTokens tokens = entry.tokens();
    return Optional.of(
        tokens.freshAt(clock.instant()) ? tokens.token() : renew(node, name, entry).token());
  }

  @Override
  public synchronized Optional<String> another(String refused) {
    KnownNode node = store.node(client.node());
    String name = name(node);
    return Optional.of(reopen(node, name, entry(node, name)).token());
  }

  private SessionTokens renew(KnownNode node, String name, KnownNode.Entry entry) {
    SessionTokens tokens;
    try {
      tokens = new SessionOpener(client).renew(entry.tokens().renew());
    } catch (RefusedException e) {
      if (e.answer().status() != Status.UNAUTHORIZED.code()) {
        throw e;
      }
      return reopen(node, name, entry);
    }
    String nodeDid = node.did().orElseThrow(() -> notLoggedIn(name));
    return save(node, nodeDid, name, new KnownNode.Entry(entry.did(), entry.root(), tokens));
  }

  private SessionTokens reopen(KnownNode node, String name, KnownNode.Entry entry) {
    Session session =
        new SessionOpener(client)
            .open(RootFile.load(Path.of(entry.root())).identity(name), node.did());
    return save(
        node,
        session.nodeDid(),
        name,
        new KnownNode.Entry(session.did(), entry.root(), session.tokens()));
  }

  private SessionTokens save(KnownNode node, String nodeDid, String name, KnownNode.Entry entry) {
    store.add(node, nodeDid, name, entry, false);
    return entry.tokens();
  }

  private String name(KnownNode node) {
    return as != null ? as : node.current().orElseThrow(() -> notLoggedIn(null));
  }

  private KnownNode.Entry entry(KnownNode node, String name) {
    KnownNode.Entry entry = node.sessions().get(name);
    if (entry == null) {
      throw notLoggedIn(name);
    }
    return entry;
  }

  private MeshException notLoggedIn(@Nullable String name) {
    // A node that is down would not take a login either, so that is said first.
    client.nodeDid();
    String who = name == null ? "nobody is" : name + " is not";
    String command = name == null ? "cmesh login" : "cmesh login --as " + name;
    return new MeshException(
        Status.UNAUTHORIZED,
        "CMESH-CLI-005",
        who + " logged in at " + client.node(),
        "Run: " + command);
  }
}
