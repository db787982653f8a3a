package io.cmesh.tck;

import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every provider must do, whatever its role; the kit of each role adds that role's sentences.
 *
 * <p>What the provider's {@link Descriptor} claims decides which levels it is held to: sentences of
 * a {@link Level} that it does not claim are not applicable. When the kit has run, two files in
 * {@code target/tck} (or where the system property {@code cmesh.tck.reports} says) tell which
 * sentences were met and which levels reached: {@code <role>-<name>.json} and {@code .md}.
 *
 * @param <T> the role's interface
 */
@ExtendWith(KitExtension.class)
public abstract class ProviderKit<T> {
  private final Role role;

  /** A kit of a role. */
  protected ProviderKit(Role role) {
    this.role = role;
  }

  /** The provider under test; a new one or the same at every call. */
  protected abstract ProviderFactory<T> factory();

  /** Configuration that the provider needs besides. */
  protected Map<String, String> settings() {
    return Map.of();
  }

  final Role role() {
    return role;
  }

  final Descriptor descriptor() {
    return factory().descriptor();
  }

  @Nested
  @DisplayName("as any provider,")
  class AsAnyProvider extends ProviderRules {
    AsAnyProvider() {
      super(ProviderKit.this);
    }
  }
}
