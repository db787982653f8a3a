package io.cmesh.tck.iam;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.tck.ProviderKit;
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
public abstract class IamKit extends ProviderKit<Iam> {
  /** Of the iam role. */
  protected IamKit() {
    super(Role.IAM);
  }

  @Override
  protected abstract ProviderFactory<Iam> factory();

  /** Any DID must be able to open a session. */
  @Override
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
