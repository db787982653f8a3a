package io.cmesh.router.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.router.Router;
import io.cmesh.tck.router.RouterKit;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRouterTest extends RouterKit {
  @Override
  protected ProviderFactory<Router> factory() {
    return new LocalRouterFactory("0.1.0");
  }

  @Test
  void aConfiguredNodeIsLeftToBeAsked(@TempDir Path dir) {
    try (TestOpening opening = TestOpening.in(dir).set("nodes", "node-b, node-c")) {
      Fqmn asked = Fqmn.parse("0xP:node-c:0xR:a.mcom");

      assertThat(
              factory()
                  .open(opening.opening())
                  .service()
                  .route(asked, name -> Optional.empty())
                  .resolved())
          .isEqualTo(asked);
    }
  }

  @Test
  void aMalformedNodeIsRefusedAtOnce(@TempDir Path dir) {
    try (TestOpening opening = TestOpening.in(dir).set("nodes", "Node_B")) {
      assertThatThrownBy(() -> factory().open(opening.opening()))
          .isInstanceOf(MeshException.class)
          .hasMessageContaining("Node_B");
    }
  }
}
