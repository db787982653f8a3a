package io.cmesh.api.message;

import io.cmesh.api.Bytes;

/**
 * What one step added to a message.
 *
 * @param step the step's name: authenticate, resolve, authorize, order, execute, record
 * @param role the role that did it, or {@code kernel}
 * @param provider the provider's name and version, as {@code rocksdb/0.1.0}
 * @param startNanos when it began, nanoseconds since the epoch
 * @param endNanos when it ended
 * @param outcome the status it came to
 * @param given SHA-256 of what the step was given
 * @param made SHA-256 of what the step made
 * @param hash SHA-256 of the deterministic CBOR array of all the above and the previous layer's
 *     hash
 */
public record Layer(
    String step,
    String role,
    String provider,
    long startNanos,
    long endNanos,
    Status outcome,
    Bytes given,
    Bytes made,
    Bytes hash) {}
