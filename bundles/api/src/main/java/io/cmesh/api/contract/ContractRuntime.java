package io.cmesh.api.contract;

import io.cmesh.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs contracts. {@link #execute} is called inside apply and must be deterministic: the same code,
 * call and host answers give the same result and gas on every node and at every replay.
 *
 * <p>Thread-safe: queries run side by side, and beside the one execution.
 */
@ConsumerType
public interface ContractRuntime {
  /**
   * Checks code before it is deployed; returns what describes it, as JSON.
   *
   * @throws io.cmesh.api.error.MeshException 400 where this runtime cannot run it
   */
  Bytes check(Bytes code);

  /** Runs a transaction; a {@link io.cmesh.api.error.MeshException} undoes all its writes. */
  ContractResult execute(ContractCall call, ContractHost host);

  /** Runs a query; the host refuses writes. */
  ContractResult query(ContractCall call, ContractHost host);
}
