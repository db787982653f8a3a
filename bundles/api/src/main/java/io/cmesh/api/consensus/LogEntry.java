package io.cmesh.api.consensus;

import io.cmesh.api.Bytes;

/**
 * One committed entry.
 *
 * @param position the engine's own numbering: rising, perhaps with gaps; the kernel numbers
 *     commands itself
 * @param proposer the node that proposed it
 * @param leader the node that led when it was committed
 * @param data as proposed
 */
public record LogEntry(long position, String proposer, String leader, Bytes data) {}
