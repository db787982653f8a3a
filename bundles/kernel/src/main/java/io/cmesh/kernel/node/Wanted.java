package io.cmesh.kernel.node;

import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which provider the configuration wants for each role: {@code io.cmesh.roles}, one key a role;
 * {@code none} for nobody.
 */
public final class Wanted {
  /** The PID. */
  public static final String PID = "io.cmesh.roles";

  /** What stands for nobody in place of a provider's name. */
  static final String NOBODY = "none";

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
      String name = settings.text(role.text(), DEFAULTS.getOrDefault(role, NOBODY));
      if (!name.equals(NOBODY)) {
        wanted.put(role, name);
      }
    }
    return wanted;
  }

  /** Whether the node serves without anybody in that role. */
  static boolean mayBeEmpty(Role role) {
    return !DEFAULTS.containsKey(role);
  }

  /** All of those, as text. */
  static String thatMayBeEmpty() {
    return Arrays.stream(Role.values())
        .filter(Wanted::mayBeEmpty)
        .map(Role::text)
        .collect(Collectors.joining(", "));
  }

  /** Of one role. */
  public static Optional<String> of(Settings settings, Role role) {
    return Optional.ofNullable(of(settings).get(role));
  }
}
