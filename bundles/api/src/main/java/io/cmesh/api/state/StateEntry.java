package io.cmesh.api.state;

import io.cmesh.api.Bytes;

/** One key with its value and version. */
public record StateEntry(String namespace, Bytes key, Bytes value, long version) {}
