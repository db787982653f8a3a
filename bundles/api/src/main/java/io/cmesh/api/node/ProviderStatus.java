package io.cmesh.api.node;

import io.cmesh.api.provider.Descriptor;

/**
 * A provider that is installed.
 *
 * @param active whether its role is filled by it now
 */
public record ProviderStatus(Descriptor descriptor, boolean active) {}
