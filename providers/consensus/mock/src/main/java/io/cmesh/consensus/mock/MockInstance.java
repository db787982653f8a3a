package io.cmesh.consensus.mock;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;

/** An open {@link MockConsensus}. */
record MockInstance(MockConsensus consensus) implements Instance<Consensus> {
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
