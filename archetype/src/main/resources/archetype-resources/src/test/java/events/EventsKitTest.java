package ${package};

import io.cmesh.api.events.EventBus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.events.EventBusKit;

/** The role's specification; what was met is told in target/tck. */
class EventsKitTest extends EventBusKit {
  @Override
  protected ProviderFactory<EventBus> factory() {
    return new EventsFactory("0.1.0");
  }
}
