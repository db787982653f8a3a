package io.cmesh.kernel.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
  private record Version(Descriptor descriptor) implements ProviderFactory<Object> {
    @Override
    public Instance<Object> open(Opening opening) {
      throw new AssertionError("nobody opens it here");
    }
  }

  private static Version provider(Role role, String name, String version) {
    return new Version(
        new Descriptor(role, name, version, true, false, HandOver.STATELESS, Set.of(), List.of()));
  }

  private static String found(Providers providers, String asked) {
    return providers.find(Role.ROUTER, asked).map(f -> f.descriptor().version()).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({"1.2.0, 1.10.0", "1.10.0, 1.2.0"})
  void ofSeveralVersionsTheNewestIsMeantWhicheverCameFirst(String first, String second) {
    Providers providers = new Providers();
    providers.add(provider(Role.ROUTER, "a", first));
    providers.add(provider(Role.ROUTER, "a", second));
    assertThat(found(providers, "a")).isEqualTo("1.10.0");
  }

  @Test
  void aVersionThatIsNamedIsTheOneFound() {
    Providers providers = new Providers();
    providers.add(provider(Role.ROUTER, "a", "1.0.0"));
    providers.add(provider(Role.ROUTER, "a", "2.0.0"));
    assertThat(found(providers, "a@1.0.0")).isEqualTo("1.0.0");
    assertThat(found(providers, "a@3.0.0")).isEqualTo("none");
  }

  @Test
  void aProviderOfAnotherRoleOrNameIsNotMeant() {
    Providers providers = new Providers();
    providers.add(provider(Role.IAM, "a", "1.0.0"));
    providers.add(provider(Role.ROUTER, "b", "1.0.0"));
    assertThat(found(providers, "a")).isEqualTo("none");
    assertThatThrownBy(() -> providers.get(Role.ROUTER, "a"))
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("there are: [b]");
  }

  @ParameterizedTest
  @CsvSource({"a, a", "a@1.0.0, a"})
  void aNameIsWhatStandsBeforeTheVersion(String asked, String name) {
    assertThat(Providers.name(asked)).isEqualTo(name);
  }
}
