package ${package};

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.iam.IamKit;

/** The role's specification; what was met is told in target/tck. */
class IamKitTest extends IamKit {
  @Override
  protected ProviderFactory<Iam> factory() {
    return new IamFactory("0.1.0");
  }

  @Override
  protected boolean issuesJwts() {
    return false;
  }
}
