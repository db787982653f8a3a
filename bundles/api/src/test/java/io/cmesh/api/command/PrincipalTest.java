package io.cmesh.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a request comes from, and what they disclosed. */
class PrincipalTest {
  private static final String LONGEST = "attr:a.b.c=" + "x".repeat(Attributes.MAX_BYTES - 11);

  @Test
  void attributesAreSortedAndCannotBeChanged() {
    Set<String> given = new HashSet<>(Set.of("attr:b.b.b=2", "attr:a.a.a=1", "attr:b.b.b=1"));
    Principal who = Principal.identity("did:key:z", "s", given);
    given.clear();

    assertThat(who.attributes()).containsExactly("attr:a.a.a=1", "attr:b.b.b=1", "attr:b.b.b=2");
    assertThatThrownBy(() -> who.attributes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whoDisclosedNothingHasNoAttributes() {
    assertThat(Principal.identity("did:key:z", "s").attributes()).isEmpty();
    assertThat(Principal.operator("did:key:z").attributes()).isEmpty();
    assertThat(Principal.node("did:key:z").attributes()).isEmpty();
  }

  @Test
  void operatorAndNodeHaveNoAttributes() {
    Set<String> attributes = Set.of("attr:a.b.c=1");

    assertThatThrownBy(() -> new Principal("d", Principal.Kind.OPERATOR, null, attributes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: none");
    assertThatThrownBy(() -> new Principal("d", Principal.Kind.NODE, null, attributes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sixtyFourAttributesAreTheMost() {
    Set<String> attributes = new HashSet<>();
    for (int i = 0; i < Attributes.MAX_COUNT; i++) {
      attributes.add("attr:a.b.c=" + i);
    }
    assertThat(Principal.identity("d", "s", attributes).attributes()).hasSize(64);
    attributes.add("attr:a.b.c=more");

    assertThatThrownBy(() -> Principal.identity("d", "s", attributes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attributes: 65 (expected: at most 64)");
  }

  @Test
  void anAttributeMayBeAsLongAsTheLongest() {
    assertThat(Attributes.isAttribute(LONGEST)).isTrue();
    assertThat(Attributes.isAttribute(LONGEST + "x")).isFalse();
    assertThat(Attributes.isAttribute(LONGEST.substring(1) + "ü")).isFalse();
    assertThat(Attributes.isAttribute(LONGEST.substring(0, 511) + "ü")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attr:irma-demo.MijnOverheid.over18=yes",
        "attr:pbdf.gemeente.address.city=Den Haag",
        "attr:a.b.c==",
        "attr:a.b.c=a.b:c;d=e"
      })
  void anAttributeHasIssuerCredentialNameAndAnyValue(String text) {
    assertThat(Attributes.isAttribute(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attr:",
        "attr:a.b.c",
        "attr:a.b.c=",
        "attr:a.b=v",
        "attr:a..c=v",
        "attr:.b.c=v",
        "attr:a.b.=v",
        "attr:=v",
        "attr=a.b.c",
        "Attr:a.b.c=v",
        "a.b.c=v",
        "attr:a.b.c=v\n",
        "attr:a.b\u0000.c=v",
        "attr:a.b.c=\ud800",
        "did:key:z.a.b=v"
      })
  void anythingElseIsNoAttribute(String text) {
    assertThat(Attributes.isAttribute(text)).isFalse();
    assertThatThrownBy(() -> Principal.identity("d", "s", Set.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: attr:<issuer>.<credential>.<attribute>=<value>");
  }
}
