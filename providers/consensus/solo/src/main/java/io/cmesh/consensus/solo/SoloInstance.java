package io.cmesh.consensus.solo;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;

/** An open {@link SoloConsensus}. */
record SoloInstance(SoloConsensus consensus) implements Instance<Consensus> {
  @Override
  public Consensus service() {
    return consensus;
  }

  @Override
  public Health health() {
    return consensus.health();
  }

  @Override
  public void close() {
    consensus.close();
  }
}
