package io.cmesh.kernel.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.provider.Role;
import org.junit.jupiter.api.Test;

class FeatureNameTest {
  @Test
  void aProvidersFeatureTellsItsRoleAndName() {
    assertThat(FeatureName.parse(FeatureName.of(Role.STATE, "rocks-db")))
        .contains(new InstallableProvider(Role.STATE, "rocks-db"));
  }

  @Test
  void otherFeaturesBringNoProvider() {
    assertThat(FeatureName.parse("cmesh-doors-mesh")).isEmpty();
    assertThat(FeatureName.parse("cmesh-state-")).isEmpty();
    assertThat(FeatureName.parse("scr")).isEmpty();
  }

  @Test
  void aFeaturesVersionIsReadAsItsBundlesBearIt() {
    assertThat(FeatureName.bundleVersion("0.1.0-SNAPSHOT")).isEqualTo("0.1.0.SNAPSHOT");
    assertThat(FeatureName.bundleVersion("1.2.3")).isEqualTo("1.2.3");
  }
}
