package io.cmesh.kernel.assembly;

import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Role;

/**
 * One open instance of a provider, in a directory of its own.
 *
 * @param descriptor of its provider
 * @param directory below the home's {@code data/}: {@code state-rocksdb-1}
 * @param instance open
 * @param life where it stands
 */
public record RoleInstance(
    Descriptor descriptor, String directory, Instance<?> instance, Life life) {
  /** Its role. */
  public Role role() {
    return descriptor.role();
  }

  /** Its service. */
  public Object service() {
    return instance.service();
  }

  /** How it is; a check that fails itself says so. */
  public Health health() {
    try {
      return instance.health();
    } catch (RuntimeException e) {
      return Health.down("the check itself failed: " + e);
    }
  }
}
