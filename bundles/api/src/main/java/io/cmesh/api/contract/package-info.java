/**
 * The contract role: deploy, query and execute under gas. Start at {@link
 * io.cmesh.api.contract.ContractRuntime}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.cmesh.api.contract;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
