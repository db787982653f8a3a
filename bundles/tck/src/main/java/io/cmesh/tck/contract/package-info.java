/**
 * The compatibility kit of the contract role. Start at {@link
 * io.cmesh.tck.contract.ContractRuntimeKit}.
 */
@Export
@Version("0.2.0")
@NullMarked
package io.cmesh.tck.contract;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
