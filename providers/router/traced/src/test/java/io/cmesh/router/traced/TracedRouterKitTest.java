package io.cmesh.router.traced;

import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.router.Router;
import io.cmesh.tck.router.RouterKit;
import java.util.Map;

class TracedRouterKitTest extends RouterKit {
  @Override
  protected ProviderFactory<Router> factory() {
    return new TracedRouterFactory("0.1.0");
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("sampleEvery", "1");
  }
}
