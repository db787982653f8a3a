package io.cmesh.state.memory;

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.state.StateStore;
import io.cmesh.tck.state.StateStoreKit;
import org.osgi.framework.Version;

class MemoryStateTest extends StateStoreKit {
  @Override
  protected ProviderFactory<StateStore> factory() {
    return new MemoryStateFactory(Version.parseVersion("0.1.0"));
  }
}
