package io.cmesh.state.memory;

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.state.StateStore;
import io.cmesh.tck.state.StateStoreKit;

class MemoryStateTest extends StateStoreKit {
  @Override
  protected ProviderFactory<StateStore> factory() {
    return new MemoryStateFactory("0.1.0");
  }
}
