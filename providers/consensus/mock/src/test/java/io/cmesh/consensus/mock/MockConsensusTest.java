package io.cmesh.consensus.mock;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.consensus.ConsensusKit;
import org.junit.jupiter.api.DisplayName;

@DisplayName("consensus/mock")
class MockConsensusTest extends ConsensusKit {
  @Override
  protected ProviderFactory<Consensus> factory() {
    return new MockProvider("0.1.0");
  }
}
