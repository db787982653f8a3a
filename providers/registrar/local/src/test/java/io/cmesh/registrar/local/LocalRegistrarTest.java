package io.cmesh.registrar.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.tck.registrar.RegistrarKit;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistrarTest extends RegistrarKit {
  @Override
  protected ProviderFactory<Registrar> factory() {
    return new LocalRegistrarFactory("0.1.0");
  }

  @Override
  protected void serve(TestOpening opening, String suffix) {
    opening.set("suffixes", "Other, " + suffix);
  }

  @Test
  void aMalformedSuffixIsRefusedAtOnce(@TempDir Path dir) {
    try (TestOpening opening = TestOpening.in(dir).set("suffixes", ".me sh")) {
      assertThatThrownBy(() -> factory().open(opening.opening()))
          .isInstanceOf(MeshException.class)
          .hasMessageContaining(".me sh");
    }
  }
}
