package io.cmesh.api.state;

import io.cmesh.api.Bytes;

/**
 * A value and the index of the command that wrote it.
 *
 * @param version the index, from 1
 */
public record Versioned(Bytes value, long version) {}
