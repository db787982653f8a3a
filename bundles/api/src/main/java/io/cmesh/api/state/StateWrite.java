package io.cmesh.api.state;

import io.cmesh.api.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One key set or deleted by the command with index {@code version}.
 *
 * @param namespace 1 to 64 characters of {@code [a-z0-9~._-]}; one beginning with {@code ~} is left
 *     out of the digest
 * @param key 1 to 4,096 bytes
 * @param value null deletes
 */
public record StateWrite(String namespace, Bytes key, @Nullable Bytes value, long version) {}
