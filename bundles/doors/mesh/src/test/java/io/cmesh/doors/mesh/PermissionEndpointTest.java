package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.permission.FqmnPattern;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.permission.Verb;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which rules one sees. */
class PermissionEndpointTest {
  private static final String DOCTOR = "attr:nuts.agb.profession=doctor";

  private final MapView view = new MapView();

  @BeforeEach
  void rules() {
    for (String subject : new String[] {DOCTOR, "did:key:zAlice", "did:key:zBob"}) {
      Rule rule = new Rule(subject, FqmnPattern.parse("0xS:0x001:**"), Set.of(Verb.READ));
      Mutation granted = Permissions.grant(rule, view);
      view.put(granted.namespace(), granted.key(), Objects.requireNonNull(granted.value()), 1);
    }
  }

  @Test
  void oneSeesTheRulesOfOnesDidAndOfOnesAttributes() {
    Principal alice = Principal.identity("did:key:zAlice", "s", Set.of(DOCTOR));

    assertThat(seen(alice)).contains(DOCTOR).contains("zAlice").doesNotContain("zBob");
  }

  @Test
  void oneSeesNoRulesOfAttributesThatOneDidNotDisclose() {
    Principal alice = Principal.identity("did:key:zAlice", "s");

    assertThat(seen(alice)).contains("zAlice").doesNotContain("attr:");
    assertThat(seen(Principal.operator("did:key:zOp"))).contains(DOCTOR).contains("zBob");
  }

  private String seen(Principal by) {
    return PermissionEndpoint.rules(Optional.empty(), by, view).utf8();
  }
}
