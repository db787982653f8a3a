package io.cmesh.client.cli;

import io.cmesh.client.MeshClient;
import io.cmesh.client.Session;
import io.cmesh.client.SessionOpener;
import io.cmesh.client.identity.Identity;
import io.cmesh.client.identity.Root;
import io.cmesh.client.identity.RootFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cmesh login}: a root if there is none, an identity, a session. */
@Command(
    name = "login",
    description = "Opens a session and makes its identity the current one of this node.",
    footer = {
      "",
      "The first login makes your root; each NAME is an identity derived from it.",
      "The node's DID is pinned at first contact and checked from then on."
    })
final class LoginCommand implements Callable<Integer> {
  private static final String DEFAULT_NAME = "default";

  private final Context context;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Which identity (default: the current one, else \"default\").")
  @Nullable String as;

  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "Another root than the one in the configuration directory.")
  @Nullable Path rootFile;

  @Option(
      names = "--forget",
      description = "Forget the DID pinned for this node and its sessions: you set it up anew.")
  boolean forget;

  LoginCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Store store = context.store();
    MeshClient client = context.anonymous();
    if (forget) {
      store.forget(client.node());
    }
    KnownNode node = HomePin.checked(store.node(client.node()), client, context);
    Path file = rootFile == null ? store.root() : context.absolute(rootFile);
    String name = as != null ? as : node.current().orElse(DEFAULT_NAME);
    refuseOperator(name);
    Identity identity = identity(file, client, name);
    Session session = new SessionOpener(client).open(identity, node.did());
    KnownNode.Entry entry = new KnownNode.Entry(session.did(), file.toString(), session.tokens());
    store.add(node, session.nodeDid(), name, entry, true);
    store.addName(name);
    context.printer().print(fields(name, session), () -> tell(name, session));
    return ExitCodes.OK;
  }

  private static void refuseOperator(String name) {
    if (name.equals(Context.OPERATOR)) {
      throw new Context.UsageException(
          "--as: operator is the key in HOME/admin.key, which needs no login");
    }
  }

  private Identity identity(Path file, MeshClient client, String name) {
    if (!RootFile.exists(file)) {
      // Before a root is made: a wrong URL should leave nothing behind.
      client.nodeDid();
      RootFile.create(file, Root.generate(new SecureRandom()));
      context.say("Made your root: " + file + " (keep a copy: cmesh identity export)");
    }
    return RootFile.load(file).identity(name);
  }

  private Map<String, Object> fields(String name, Session session) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("did", session.did());
    fields.put("node", context.node().toString());
    fields.put("nodeDid", session.nodeDid());
    fields.put("rights", session.rights());
    fields.put("expires", session.tokens().expires().toString());
    return fields;
  }

  private void tell(String name, Session session) {
    if (!context.globals().quiet) {
      context.world().out().println("Logged in at " + context.node() + " as " + name);
      new Table()
          .row("  you", session.did())
          .row("  node", session.nodeDid())
          .print(context.world().out());
    }
  }
}
