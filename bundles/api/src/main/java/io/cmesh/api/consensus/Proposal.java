package io.cmesh.api.consensus;

import io.cmesh.api.Bytes;

/**
 * What is to be ordered: one group of commands.
 *
 * @param transactionId of its first command; a mock picks the leader by it
 * @param data opaque to the engine; at most 4 MiB
 */
public record Proposal(long transactionId, Bytes data) {}
