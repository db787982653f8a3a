package io.cmesh.tck.consensus;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.tck.Durable;
import io.cmesh.tck.ProviderKit;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * What every provider of the consensus role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class and returns its factory:
 *
 * <pre>{@code
 * class MyConsensusTest extends ConsensusKit {
 *   protected ProviderFactory<Consensus> factory() {
 *     return new MyConsensusProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>What its descriptor does not claim (durable, hand-over) is not applicable, and so are the
 * faults of the disk where {@link #usesOpeningDisk} says that its engine has files of its own.
 */
@DisplayName("The consensus role")
public abstract class ConsensusKit extends ProviderKit<Consensus> {
  /** Of the consensus role. */
  protected ConsensusKit() {
    super(Role.CONSENSUS);
  }

  @Override
  protected abstract ProviderFactory<Consensus> factory();

  @Override
  protected Map<String, String> settings() {
    return Map.of();
  }

  /** Whether all its files go through the opening's disk, so that their faults can be tested. */
  protected boolean usesOpeningDisk() {
    return true;
  }

  @Nested
  @DisplayName("commits")
  class Commits extends CommitRules {
    Commits() {
      super(ConsensusKit.this);
    }
  }

  @Nested
  @DisplayName("delivers")
  class Delivers extends DeliveryRules {
    Delivers() {
      super(ConsensusKit.this);
    }
  }

  @Nested
  @Durable
  @DisplayName("keeps")
  class Keeps extends DurabilityRules {
    Keeps() {
      super(ConsensusKit.this);
    }
  }

  @Nested
  @DisplayName("cuts")
  class Cuts extends CutRules {
    Cuts() {
      super(ConsensusKit.this);
    }
  }

  @Nested
  @DisplayName("on a failing disk")
  class Fails extends FaultRules {
    Fails() {
      super(ConsensusKit.this);
    }
  }
}
