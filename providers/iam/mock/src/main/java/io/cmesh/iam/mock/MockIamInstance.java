package io.cmesh.iam.mock;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;

/** Has nothing to release. */
record MockIamInstance(MockIam iam) implements Instance<Iam> {
  @Override
  public Iam service() {
    return iam;
  }

  /** Well, and yet nothing to rely on: somebody should look. */
  @Override
  public Health health() {
    return Health.warn("iam/mock: anybody can make its tokens; for tests and demonstrations only");
  }

  @Override
  public void close() {
    iam.close();
  }
}
