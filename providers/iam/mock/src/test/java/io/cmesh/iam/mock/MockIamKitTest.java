package io.cmesh.iam.mock;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.iam.IamKit;

class MockIamKitTest extends IamKit {
  @Override
  protected ProviderFactory<Iam> factory() {
    return new MockIamFactory("0.1.0");
  }

  @Override
  protected boolean issuesJwts() {
    return false;
  }
}
