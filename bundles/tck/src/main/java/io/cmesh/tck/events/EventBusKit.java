package io.cmesh.tck.events;

import io.cmesh.api.events.EventBus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.tck.Durable;
import io.cmesh.tck.HandsOver;
import io.cmesh.tck.ProviderKit;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * What every provider of the events role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class and returns its factory:
 *
 * <pre>{@code
 * class MyEventsTest extends EventBusKit {
 *   protected ProviderFactory<EventBus> factory() {
 *     return new MyEventsFactory();
 *   }
 * }
 * }</pre>
 *
 * <p>What its descriptor does not claim (durable, hand-over) is not applicable.
 */
@DisplayName("The events role")
public abstract class EventBusKit extends ProviderKit<EventBus> {
  /** Of the events role. */
  protected EventBusKit() {
    super(Role.EVENTS);
  }

  @Override
  protected abstract ProviderFactory<EventBus> factory();

  @Override
  protected Map<String, String> settings() {
    return Map.of();
  }

  @Nested
  @DisplayName("publishes")
  class Publishes extends PublishRules {
    Publishes() {
      super(EventBusKit.this);
    }
  }

  @Nested
  @DisplayName("reads")
  class Reads extends ReadRules {
    Reads() {
      super(EventBusKit.this);
    }
  }

  @Nested
  @DisplayName("follows")
  class Follows extends SubscribeRules {
    Follows() {
      super(EventBusKit.this);
    }
  }

  @Nested
  @Durable
  @DisplayName("keeps")
  class Keeps extends DurabilityRules {
    Keeps() {
      super(EventBusKit.this);
    }
  }

  @Nested
  @HandsOver
  @DisplayName("hands over")
  class HandsStreamsOver extends HandOverRules {
    HandsStreamsOver() {
      super(EventBusKit.this);
    }
  }

  @Nested
  @DisplayName("asks and answers")
  class Asks extends RequestRules {
    Asks() {
      super(EventBusKit.this);
    }
  }
}
