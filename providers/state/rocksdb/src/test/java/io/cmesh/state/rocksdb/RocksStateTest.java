package io.cmesh.state.rocksdb;

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.state.StateStore;
import io.cmesh.tck.state.StateStoreKit;

class RocksStateTest extends StateStoreKit {
  @Override
  protected ProviderFactory<StateStore> factory() {
    return new RocksStateFactory("0.1.0", null);
  }
}
