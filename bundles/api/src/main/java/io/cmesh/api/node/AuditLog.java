package io.cmesh.api.node;

import io.cmesh.api.Bytes;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The node's audit log: final hashes of messages and of control actions, appended for good.
 * Implemented by {@code bundles/audit}, an OSGi service; the kernel reaches it through here.
 * Thread-safe.
 */
@ProviderType
public interface AuditLog {
  /**
   * Appends a leaf; it is on disk with the next group, a configured time later at most.
   *
   * @param kind {@code m} a message, {@code c} a control action, {@code g} a gap: leaves that could
   *     not be appended
   * @return the leaf's number, from 0
   * @throws io.cmesh.api.error.MeshException 507 or 500 where it cannot be appended
   */
  long append(char kind, UUID id, long timeMillis, Bytes finalHash);

  /** Makes everything appended durable. */
  void force();

  /** How many leaves there are. */
  long size();
}
