/** The black-box harness. Start at {@link io.cmesh.itests.node.NodeProcess}. */
package io.cmesh.itests.node;
