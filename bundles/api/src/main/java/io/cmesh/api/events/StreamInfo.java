package io.cmesh.api.events;

/**
 * How a stream stands.
 *
 * @param firstSequence the oldest event kept; {@code lastSequence + 1} where none is
 * @param lastSequence the newest; 0 in a stream that never had one
 */
public record StreamInfo(StreamSpec spec, long firstSequence, long lastSequence, long sizeBytes) {}
