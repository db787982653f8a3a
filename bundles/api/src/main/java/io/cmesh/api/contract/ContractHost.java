package io.cmesh.api.contract;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import org.jspecify.annotations.Nullable;

/**
 * The window through which a running contract sees its own storage and the world. Given by the
 * kernel; one thread.
 */
public interface ContractHost {
  /** A value of the contract's own storage. */
  @Nullable Bytes get(Bytes key);

  /**
   * Writes to the contract's own storage; throws {@link io.cmesh.api.error.MeshException} (400) in
   * a query.
   */
  void put(Bytes key, Bytes value);

  /** Deletes from the contract's own storage; throws in a query. */
  void delete(Bytes key);

  /** The contract's own storage in order of keys; the entries' namespace is the kernel's. */
  Scan scan(Bytes from, @Nullable Bytes to);

  /** Raises an event on {@code events.state.contracts.<address>.<name>}; throws in a query. */
  void emit(String name, Bytes payload);

  /** Reads another address: a query, or a value; throws what that read answers. */
  Bytes read(String fqmn);
}
