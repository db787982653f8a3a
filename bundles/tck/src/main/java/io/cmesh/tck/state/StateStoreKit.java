package io.cmesh.tck.state;

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.StateStore;
import io.cmesh.tck.Durable;
import io.cmesh.tck.HandsOver;
import io.cmesh.tck.ProviderKit;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * What every provider of the state role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class and returns its factory:
 *
 * <pre>{@code
 * class MyStateTest extends StateStoreKit {
 *   protected ProviderFactory<StateStore> factory() {
 *     return new MyStateFactory();
 *   }
 * }
 * }</pre>
 *
 * <p>What its descriptor does not claim (durable, hand-over) is not applicable.
 */
@DisplayName("The state role")
public abstract class StateStoreKit extends ProviderKit<StateStore> {
  /** Of the state role. */
  protected StateStoreKit() {
    super(Role.STATE);
  }

  @Override
  protected abstract ProviderFactory<StateStore> factory();

  @Override
  protected Map<String, String> settings() {
    return Map.of();
  }

  @Nested
  @DisplayName("reads")
  class Reads extends ReadRules {
    Reads() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @DisplayName("commits")
  class Commits extends CommitRules {
    Commits() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @DisplayName("takes snapshots")
  class Snapshots extends SnapshotRules {
    Snapshots() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @DisplayName("keeps a digest")
  class Digests extends DigestRules {
    Digests() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @DisplayName("loads")
  class Loads extends LoadRules {
    Loads() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses extends RefusalRules {
    Refuses() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @DisplayName("side by side")
  class SideBySide extends ConcurrencyRules {
    SideBySide() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @Durable
  @DisplayName("survives")
  class Survives extends DurabilityRules {
    Survives() {
      super(StateStoreKit.this);
    }
  }

  @Nested
  @HandsOver
  @DisplayName("hands over")
  class HandsItOver extends HandOverRules {
    HandsItOver() {
      super(StateStoreKit.this);
    }
  }
}
