/**
 * The log miner: a door that takes requests from a growing file, one a line, and writes their
 * answers into another, in the same order.
 */
@NullMarked
package io.cmesh.doors.miner;

import org.jspecify.annotations.NullMarked;
