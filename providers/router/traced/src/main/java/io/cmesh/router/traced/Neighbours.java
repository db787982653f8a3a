package io.cmesh.router.traced;

import java.util.Set;

/**
 * The nodes that {@code 0xP} may address.
 *
 * @param self this one
 * @param others those it is told of
 */
record Neighbours(String self, Set<String> others) {}
