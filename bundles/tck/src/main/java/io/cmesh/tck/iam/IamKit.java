package io.cmesh.tck.iam;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.ProviderFactory;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * What every provider of the iam role must do; the sentences are the specification.
 *
 * <p>A provider's test extends this class and returns its factory:
 *
 * <pre>{@code
 * class MyIamTest extends IamKit {
 *   protected ProviderFactory<Iam> factory() {
 *     return new MyIamFactory();
 *   }
 * }
 * }</pre>
 */
@DisplayName("The iam role")
public abstract class IamKit {
  /** The provider under test; a new one or the same at every call. */
  protected abstract ProviderFactory<Iam> factory();

  /** Configuration that the provider needs besides; any DID must be able to open a session. */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /** Whether its tokens are JWTs, as they must be outside of tests and demonstrations. */
  protected boolean issuesJwts() {
    return true;
  }

  @Nested
  @DisplayName("opens sessions")
  class Sessions extends HandshakeRules {
    Sessions() {
      super(IamKit.this);
    }
  }

  @Nested
  @DisplayName("issues tokens")
  class IssuedTokens extends TokenRules {
    IssuedTokens() {
      super(IamKit.this);
    }
  }

  @Nested
  @DisplayName("issues JWTs")
  class Jwts extends JwtRules {
    Jwts() {
      super(IamKit.this);
    }

    @BeforeEach
    void onlyWhereTokensAreJwts() {
      assumeTrue(issuesJwts(), "tokens are no JWTs");
    }
  }

  @Nested
  @DisplayName("decides")
  class Decides extends DecisionRules {
    Decides() {
      super(IamKit.this);
    }
  }
}
