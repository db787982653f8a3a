package io.cmesh.events.memory;

import io.cmesh.api.events.EventBus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.events.EventBusKit;

class MemoryEventsKitTest extends EventBusKit {
  @Override
  protected ProviderFactory<EventBus> factory() {
    return new MemoryEventsFactory("0.1.0");
  }
}
