package io.cmesh.events.local;

import io.cmesh.api.events.EventBus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.events.EventBusKit;

class LocalEventsKitTest extends EventBusKit {
  @Override
  protected ProviderFactory<EventBus> factory() {
    return new LocalEventsFactory("0.1.0");
  }
}
