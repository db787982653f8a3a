package io.cmesh.kernel.snapshot;

import io.cmesh.api.Bytes;

/**
 * What a snapshot is of.
 *
 * @param index of the last command in it
 * @param digest of its entries, as {@link io.cmesh.api.state.StateStore#digest} has it
 * @param entries how many
 * @param timeMillis when it was taken
 * @param node which node took it, its DID
 */
public record SnapshotHeader(
    long index, Bytes digest, long entries, long timeMillis, String node) {}
