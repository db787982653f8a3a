package io.cmesh.iam.local;

import io.cmesh.api.iam.Iam;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;

/** Has nothing to release but the challenges under way. */
record LocalIamInstance(LocalIam iam) implements Instance<Iam> {
  @Override
  public Iam service() {
    return iam;
  }

  @Override
  public Health health() {
    return iam.health();
  }

  @Override
  public void close() {
    iam.close();
  }
}
