package io.cmesh.api.node;

import io.cmesh.api.events.NewEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets doors publish the node's own direct events on {@code events.…} subjects, whatever provider
 * is active.
 */
@ProviderType
public interface Traffic {
  /**
   * Publishes in order; completes once they are on disk. All subjects must be of the node's stream
   * {@code traffic}.
   */
  CompletionStage<Long> publish(List<NewEvent> events);
}
