/**
 * Calls, swaps and events without end, each checked. Start at {@link io.cmesh.itests.soak.Soak}.
 */
package io.cmesh.itests.soak;
