/** Built-in contracts for tests. Start at {@link io.cmesh.contract.mock.MockContractFactory}. */
@NullMarked
package io.cmesh.contract.mock;

import org.jspecify.annotations.NullMarked;
