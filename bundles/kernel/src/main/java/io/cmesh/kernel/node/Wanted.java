package io.cmesh.kernel.node;

import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which provider the configuration wants for each role: {@code io.cmesh.roles}, one key a role;
 * {@code none} for nobody.
 */
public final class Wanted {
  /** The PID. */
  public static final String PID = "io.cmesh.roles";

  private static final Map<Role, String> DEFAULTS =
      Map.of(
          Role.STATE, "rocksdb",
          Role.CONSENSUS, "solo",
          Role.EVENTS, "local",
          Role.IAM, "local",
          Role.REGISTRAR, "local",
          Role.ROUTER, "local");

  private Wanted() {}

  /** Of all roles that somebody shall fill. */
  public static Map<Role, String> of(Settings settings) {
    Map<Role, String> wanted = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String name = settings.text(role.text(), DEFAULTS.getOrDefault(role, "none"));
      if (!name.equals("none")) {
        wanted.put(role, name);
      }
    }
    return wanted;
  }

  /** Of one role. */
  public static Optional<String> of(Settings settings, Role role) {
    return Optional.ofNullable(of(settings).get(role));
  }
}
