package ${package};

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.consensus.ConsensusKit;

/** The role's specification; what was met is told in target/tck. */
class ConsensusKitTest extends ConsensusKit {
  @Override
  protected ProviderFactory<Consensus> factory() {
    return new ConsensusFactory("0.1.0");
  }

  /** There are none. */
  @Override
  protected boolean usesOpeningDisk() {
    return false;
  }
}
