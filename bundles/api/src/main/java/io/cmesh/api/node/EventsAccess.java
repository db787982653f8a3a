package io.cmesh.api.node;

import io.cmesh.api.Cancellable;
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
   * @param ended called once when the node ends it: the session of the token has ended
   */
  Cancellable subscribe(
      String token, String filter, long from, Consumer<Event> consumer, Runnable ended);

  /** Streams the caller may see. */
  List<StreamInfo> streams(String token);
}
