package io.cmesh.iam.local;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.iam.IamKit;

class LocalIamKitTest extends IamKit {
  @Override
  protected ProviderFactory<Iam> factory() {
    return new LocalIamFactory("0.1.0");
  }
}
