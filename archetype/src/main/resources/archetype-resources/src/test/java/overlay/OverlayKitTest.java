package ${package};

import io.cmesh.api.overlay.Overlay;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.overlay.OverlayKit;
import java.util.Optional;

/** The role's specification; what was met is told in target/tck. */
class OverlayKitTest extends OverlayKit {
  @Override
  protected ProviderFactory<Overlay> factory() {
    return new OverlayFactory("0.1.0");
  }

  /** There are no certificates. */
  @Override
  protected Optional<Renewal> renewal() {
    return Optional.empty();
  }
}
