package io.cmesh.api.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionCommandsTest {
  private static final Rule RULE =
      new Rule("did:key:é", FqmnPattern.parse("0xS:0x001:**"), Set.of(Verb.READ, Verb.EXECUTE));

  @Test
  void aRuleComesBackFromItsCommand() {
    assertThat(PermissionCommands.grant(RULE).type()).isEqualTo("permission.grant/1");
    assertThat(PermissionCommands.revoke(RULE).type()).isEqualTo("permission.revoke/1");
    assertThat(PermissionCommands.decode(PermissionCommands.grant(RULE).body())).isEqualTo(RULE);
    assertThat(PermissionCommands.decode(PermissionCommands.revoke(RULE).body())).isEqualTo(RULE);
  }

  @Test
  void everySetOfVerbsComesBack() {
    for (int bits = 0; bits < 16; bits++) {
      Set<Verb> verbs = EnumSet.noneOf(Verb.class);
      for (Verb verb : Verb.values()) {
        if ((bits >> verb.ordinal() & 1) == 1) {
          verbs.add(verb);
        }
      }
      Rule rule = new Rule("did:key:a", RULE.pattern(), verbs);
      assertThat(PermissionCommands.decode(PermissionCommands.grant(rule).body())).isEqualTo(rule);
    }
  }

  @Test
  void theFormatIsAsDocumented() {
    Rule rule = new Rule("did:a", FqmnPattern.parse("0xS:*"), Set.of(Verb.WRITE));
    assertThat(PermissionCommands.grant(rule).body())
        .isEqualTo(Bytes.hex("01020005").concat(Bytes.utf8("did:a0xS:*")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "010100",
        "0201000061",
        "01010005616161",
        "01100001613078533a2a",
        "01ff0001613078533a2a",
        "01010001ff3078533a2a",
        "0101000161ff",
        "01010001613078533a2a2a2a"
      })
  void aMalformedBodyIsRefused(String hex) {
    assertThatThrownBy(() -> PermissionCommands.decode(Bytes.hex(hex)))
        .isInstanceOf(MeshException.class);
  }

  @Test
  void aRuleLongerThanACommandMayBeIsRefused() {
    Rule rule = new Rule("did:" + "a".repeat(17_000), RULE.pattern(), RULE.verbs());
    assertThatThrownBy(() -> PermissionCommands.grant(rule)).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> PermissionCommands.decode(Bytes.wrap(new byte[17_000])))
        .isInstanceOf(MeshException.class);
  }
}
