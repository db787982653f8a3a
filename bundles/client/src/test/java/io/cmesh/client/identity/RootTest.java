package io.cmesh.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.iam.DidKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {
  private static final Root ROOT = Root.ofSeed(Bytes.hex("07".repeat(32)));

  @Test
  void theSameNameIsAlwaysTheSameIdentity() {
    Root again = Root.ofSeed(Bytes.hex("07".repeat(32)));
    assertThat(again.identity("alice").did()).isEqualTo(ROOT.identity("alice").did());
  }

  @Test
  void anIdentityIsTheKeyAtTheDocumentedPath() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest("alice".getBytes("UTF-8"));
    int h1 = ByteBuffer.wrap(hash).getInt(0) & 0x7fffffff;
    int h2 = ByteBuffer.wrap(hash).getInt(4) & 0x7fffffff;
    Slip10 node = Slip10.master(ROOT.seed().toArray()).child(44).child(6470).child(h1).child(h2);
    byte[] key = new Ed25519PrivateKeyParameters(node.key()).generatePublicKey().getEncoded();
    assertThat(ROOT.identity("alice").did()).isEqualTo(DidKey.encode(Bytes.wrap(key)));
  }

  @Test
  void derivationStaysAsItWasSoThatNobodyLosesAnIdentity() {
    assertThat(ROOT.identity("alice").did())
        .isEqualTo("did:key:z6MkrKXbaoi34jB3adaZKW65XzTmZRq36eTf1XDwPiPsuNEY");
  }

  @Test
  void namesAndRootsThatDifferGiveIdentitiesThatDiffer() {
    assertThat(ROOT.identity("alice").did())
        .isNotEqualTo(ROOT.identity("Alice").did())
        .isNotEqualTo(ROOT.identity("alice.").did())
        .isNotEqualTo(Root.generate(new SecureRandom()).identity("alice").did());
  }

  @Test
  void whatAnIdentitySignsVerifiesUnderItsDid() {
    Identity alice = ROOT.identity("alice");
    Bytes data = Bytes.utf8("data");
    assertThat(Identity.verify(alice.did(), data, alice.sign(data))).isTrue();
    assertThat(Identity.verify(alice.did(), Bytes.utf8("other"), alice.sign(data))).isFalse();
    assertThat(Identity.verify(ROOT.identity("bob").did(), data, alice.sign(data))).isFalse();
    assertThat(Identity.verify(alice.did(), data, Bytes.EMPTY)).isFalse();
  }

  @Test
  void aKeyOfLowOrderVerifiesNothing() {
    // The neutral element: with it R = 0, S = 0 would sign every message.
    String neutral = DidKey.encode(Bytes.hex("01" + "00".repeat(31)));
    Bytes signature = Bytes.hex("01" + "00".repeat(63));
    assertThat(Identity.verify(neutral, Bytes.utf8("data"), signature)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-a", "a/b", "a\nb", "é", "../root"})
  void aNameThatCouldBeMistakenIsRefused(String name) {
    assertThatThrownBy(() -> ROOT.identity(name))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-CLI-101"))
        .hasMessageNotContaining("\n");
  }

  @Test
  void aNameOfSixtyFourCharactersIsTheLongest() {
    assertThat(ROOT.identity("a".repeat(64)).name()).hasSize(64);
    assertThatThrownBy(() -> ROOT.identity("a".repeat(65))).isInstanceOf(MeshException.class);
  }

  @Test
  void aSeedOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> Root.ofSeed(Bytes.hex("07".repeat(31))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neitherRootNorIdentityShowsItsSecret() {
    assertThat(ROOT.toString()).isEqualTo("Root[secret]");
    assertThat(ROOT.identity("alice").toString()).startsWith("alice (did:key:z6Mk");
  }
}
