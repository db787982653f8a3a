package ${package};

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.tck.registrar.RegistrarKit;
import io.cmesh.tck.support.TestOpening;

/** The role's specification; what was met is told in target/tck. */
class RegistrarKitTest extends RegistrarKit {
  @Override
  protected ProviderFactory<Registrar> factory() {
    return new RegistrarFactory("0.1.0");
  }

  @Override
  protected void serve(TestOpening opening, String suffix) {
    opening.set("suffixes", suffix);
  }
}
