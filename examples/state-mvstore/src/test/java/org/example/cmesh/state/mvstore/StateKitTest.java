package org.example.cmesh.state.mvstore;

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.state.StateStore;
import io.cmesh.tck.state.StateStoreKit;

/** The role's specification; what was met is told in target/tck. */
class StateKitTest extends StateStoreKit {
  @Override
  protected ProviderFactory<StateStore> factory() {
    return new StateFactory("0.1.0");
  }
}
