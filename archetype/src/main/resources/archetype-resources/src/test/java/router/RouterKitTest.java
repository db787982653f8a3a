package ${package};

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.router.Router;
import io.cmesh.tck.router.RouterKit;

/** The role's specification; what was met is told in target/tck. */
class RouterKitTest extends RouterKit {
  @Override
  protected ProviderFactory<Router> factory() {
    return new RouterFactory("0.1.0");
  }
}
