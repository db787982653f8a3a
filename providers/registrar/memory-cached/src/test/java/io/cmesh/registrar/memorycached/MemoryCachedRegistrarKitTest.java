package io.cmesh.registrar.memorycached;

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.tck.registrar.RegistrarKit;
import io.cmesh.tck.support.TestOpening;

class MemoryCachedRegistrarKitTest extends RegistrarKit {
  @Override
  protected ProviderFactory<Registrar> factory() {
    return new MemoryCachedRegistrarFactory("0.1.0");
  }

  @Override
  protected void serve(TestOpening opening, String suffix) {
    opening.set("suffixes", "Other, " + suffix);
  }
}
