package io.cmesh.api.node;

import io.cmesh.api.provider.Role;

/**
 * A provider that the distribution has and that is not installed: a swap to it installs it.
 *
 * @param name the provider's, as {@code mock}
 */
public record InstallableProvider(Role role, String name) {}
