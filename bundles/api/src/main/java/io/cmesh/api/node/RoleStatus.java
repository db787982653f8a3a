package io.cmesh.api.node;

import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is.
 *
 * @param provider its name; null where the role has none
 * @param version its bundle's
 * @param wanted what the configuration asks for
 * @param directory where its data lies, relative to the home; null where it has none
 */
public record RoleStatus(
    Role role,
    @Nullable String provider,
    @Nullable String version,
    String wanted,
    boolean durable,
    Health health,
    @Nullable String directory) {}
