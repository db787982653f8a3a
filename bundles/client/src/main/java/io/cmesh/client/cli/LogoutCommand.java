package io.cmesh.client.cli;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.client.MeshClient;
import io.cmesh.client.RefusedException;
import io.cmesh.client.SessionOpener;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cmesh logout}: the session ends, at the node too. */
@Command(name = "logout", description = "Ends a session: its tokens are refused from then on.")
final class LogoutCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--as", paramLabel = "NAME", description = "Whose (default: the current one's).")
  @Nullable String as;

  LogoutCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    MeshClient client = context.anonymous();
    String token = context.sessions(as).token().orElse("");
    Store store = context.store();
    String name = as != null ? as : store.node(client.node()).current().orElse("");
    try {
      new SessionOpener(client).end(token);
    } catch (RefusedException e) {
      if (e.answer().status() != Status.UNAUTHORIZED.code()) {
        throw e;
      }
      // The node has ended it already: all that is left to do is to forget it.
    }
    forget(store, client, name);
    context.say("Logged out: " + name + " at " + client.node());
    return ExitCodes.OK;
  }

  private static void forget(Store store, MeshClient client, String name) throws MeshException {
    store.remove(client.node(), name);
  }
}
