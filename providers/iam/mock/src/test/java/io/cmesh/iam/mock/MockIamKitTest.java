package io.cmesh.iam.mock;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.iam.IamKit;
import org.osgi.framework.Version;

class MockIamKitTest extends IamKit {
  @Override
  protected ProviderFactory<Iam> factory() {
    return new MockIamFactory(new Version(0, 1, 0));
  }

  @Override
  protected boolean issuesJwts() {
    return false;
  }
}
