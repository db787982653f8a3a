package io.cmesh.consensus.solo;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.consensus.ConsensusKit;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("consensus/solo")
class SoloConsensusTest extends ConsensusKit {
  @Override
  protected ProviderFactory<Consensus> factory() {
    return new SoloProvider("0.1.0");
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("segmentBytes", "4MiB");
  }
}
