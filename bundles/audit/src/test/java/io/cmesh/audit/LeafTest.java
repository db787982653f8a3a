package io.cmesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeafTest {
  private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

  @Test
  void itsBytesAreAsDocumented() {
    Bytes bytes = new Leaf('m', ID, 0x0102030405060708L, Bytes.hex("abcd")).encode();
    assertThat(bytes.hex())
        .isEqualTo("016d" + "0102030405060708" + "0198c0de000070008000000000000001" + "abcd");
  }

  @Test
  void itComesBack() {
    Leaf leaf = new Leaf('g', ID, 5, Bytes.utf8("hash"));
    assertThat(Leaf.decode(leaf.encode())).isEqualTo(leaf);
  }

  @Test
  void anotherKindIsRefused() {
    assertThatThrownBy(() -> new Leaf('x', ID, 5, Bytes.EMPTY))
        .hasMessage("kind: x (expected: m, c or g)");
  }

  @Test
  void whatIsNoHashIsRefused() {
    assertThatThrownBy(() -> new Leaf('m', ID, 5, Bytes.wrap(new byte[65])))
        .hasMessageContaining("65 bytes");
  }

  @Test
  void aNewerVersionIsRefused() {
    assertThatThrownBy(() -> Leaf.decode(Bytes.wrap(new byte[58])))
        .hasMessageContaining("expected: format version 1");
  }
}
