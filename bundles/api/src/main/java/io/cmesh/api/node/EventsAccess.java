package io.cmesh.api.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.StreamInfo;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets doors read and follow channels for a caller, permission checked. Refusals are {@link
 * io.cmesh.api.error.MeshException}.
 */
@ProviderType
public interface EventsAccess {
  /**
   * Follows a channel from sequence {@code from} on (0: new ones only).
   *
   * @param ended called once when the node ends it, with why: the session of the token has ended
   *     (401), or its holder may not read the channel any more (403)
   */
  Cancellable follow(
      String token,
      String filter,
      long from,
      Consumer<Event> consumer,
      Consumer<MeshException> ended);

  /** As {@link #follow}, for callers who need not know why the node ended it. */
  default Cancellable subscribe(
      String token, String filter, long from, Consumer<Event> consumer, Runnable ended) {
    return follow(token, filter, from, consumer, why -> ended.run());
  }

  /** Streams the caller may see. */
  List<StreamInfo> streams(String token);
}
