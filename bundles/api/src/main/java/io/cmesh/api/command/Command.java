package io.cmesh.api.command;

import io.cmesh.api.Bytes;
import java.time.Instant;

/**
 * All that must be the same on every node: a state write, a name, a permission, a revocation, ….
 *
 * @param type handler and version: {@code name.register/1}
 * @param by who
 * @param at the proposer's clock; the only time a handler may see. Millisecond precision.
 * @param seed for the only randomness a handler may use
 * @param id for dedup
 * @param body for the handler; its format is the type's
 */
public record Command(String type, Principal by, Instant at, long seed, DedupId id, Bytes body) {}
