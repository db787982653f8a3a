package io.cmesh.iam.mock;

import io.cmesh.api.command.Attributes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Setting;
import io.cmesh.api.provider.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What identities disclose, believed as it is configured: {@code <did>=<attribute>;<attribute>…},
 * and the same again behind a {@code ;} for another identity. So no value has a {@code ;}.
 */
record MockAttributes(Map<String, Set<String>> byDid) {
  static final List<Setting> KEYS =
      List.of(
          new Setting(
              "attributes",
              "For tests: what identities disclose to every session they open, believed unproven:"
                  + " did:key:…=attr:<issuer>.<credential>.<attribute>=<value>;attr:…;did:key:…=…",
              "",
              false));

  private static final String SEPARATOR = ";";

  static MockAttributes of(Settings settings) {
    String text = settings.text("attributes", "");
    Map<String, Set<String>> byDid = new HashMap<>();
    String did = "";
    for (String part : text.isEmpty() ? new String[0] : text.split(SEPARATOR, -1)) {
      String attribute = part.trim();
      if (attribute.startsWith(DidKey.PREFIX)) {
        int end = attribute.indexOf('=');
        did = end < 0 ? "" : attribute.substring(0, end).trim();
        attribute = attribute.substring(end + 1).trim();
      }
      if (!DidKey.isDid(did) || !Attributes.isAttribute(attribute)) {
        throw bad(settings, part);
      }
      byDid.computeIfAbsent(did, any -> new TreeSet<>()).add(attribute);
    }
    byDid.forEach((who, attributes) -> requireFew(settings, who, attributes));
    return new MockAttributes(byDid);
  }

  /** What {@code did} discloses. */
  Set<String> of(String did) {
    return byDid.getOrDefault(did, Set.of());
  }

  private static void requireFew(Settings settings, String did, Set<String> attributes) {
    if (attributes.size() > Attributes.MAX_COUNT) {
      throw bad(settings, attributes.size() + " of " + did);
    }
  }

  private static MeshException bad(Settings settings, String what) {
    String shown = what.length() <= 160 ? what : what.substring(0, 160) + "…";
    return new MeshException(
        Status.BAD_REQUEST,
        "CMESH-IMK-006",
        settings.pid()
            + ": attributes: '"
            + shown
            + "' (expected: did:key:…=attr:<issuer>.<credential>.<attribute>=<value>;attr:…, at most "
            + Attributes.MAX_COUNT
            + " for each DID)",
        "Change it in etc/" + settings.pid() + ".cfg");
  }
}
