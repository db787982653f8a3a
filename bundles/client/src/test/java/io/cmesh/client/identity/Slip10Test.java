package io.cmesh.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

/** The test vectors for ed25519 as SLIP-0010 publishes them. */
class Slip10Test {
  private static final Slip10 ONE =
      Slip10.master(Bytes.hex("000102030405060708090a0b0c0d0e0f").unsafeArray());
  private static final Slip10 TWO =
      Slip10.master(
          Bytes.hex(
                  "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a2"
                      + "9f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542")
              .unsafeArray());

  @Test
  void vectorOneHasItsMasterKey() {
    check(
        ONE,
        "90046a93de5380a72b5e45010748567d5ea02bbf6522f979e05c0d8d8ca9fffb",
        "2b4be7f19ee27bbf30c667b642d5f4aa69fd169872f8fc3059c08ebae2eb19e7",
        "a4b2856bfec510abab89753fac1ac0e1112364e7d250545963f135f2a33188ed");
  }

  @Test
  void vectorOneHasItsFirstChild() {
    check(
        ONE.child(0),
        "8b59aa11380b624e81507a27fedda59fea6d0b779a778918a2fd3590e16e9c69",
        "68e0fe46dfb67e368c75379acec591dad19df3cde26e63b93a8e704f1dade7a3",
        "8c8a13df77a28f3445213a0f432fde644acaa215fc72dcdf300d5efaa85d350c");
  }

  @Test
  void vectorOneHasItsDeepestChild() {
    check(
        ONE.child(0).child(1).child(2).child(2).child(1_000_000_000),
        "68789923a0cac2cd5a29172a475fe9e0fb14cd6adb5ad98a3fa70333e7afa230",
        "8f94d394a8e8fd6b1bc2f3f49f5c47e385281d5c17e65324b0f62483e37e8793",
        "3c24da049451555d51a7014a37337aa4e12d41e485abccfa46b47dfb2af54b7a");
  }

  @Test
  void vectorTwoHasItsMasterKey() {
    check(
        TWO,
        "ef70a74db9c3a5af931b5fe73ed8e1a53464133654fd55e7a66f8570b8e33c3b",
        "171cb88b1b3c1db25add599712e36245d75bc65a1a5c9e18d76f9f2b1eab4012",
        "8fe9693f8fa62a4305a140b9764c5ee01e455963744fe18204b4fb948249308a");
  }

  @Test
  void vectorTwoHasItsDeepestChild() {
    check(
        TWO.child(0).child(2_147_483_647).child(1).child(2_147_483_646).child(2),
        "5d70af781f3a37b829f0d060924d5e960bdc02e85423494afc0b1a41bbe196d4",
        "551d333177df541ad876a60ea71f00447931c0a9da16f227c11ea080d7391b8d",
        "47150c75db263559a70d5778bf36abbab30fb061ad69f69ece61a72b0cfa4fc0");
  }

  @Test
  void anIndexThatIsHardenedAlreadyIsRefused() {
    assertThatThrownBy(() -> ONE.child(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyIsNotShown() {
    assertThat(ONE.toString()).isEqualTo("Slip10[secret]");
  }

  private static void check(Slip10 node, String chain, String key, String publicKey) {
    assertThat(Bytes.wrap(node.chain()).hex()).isEqualTo(chain);
    assertThat(Bytes.wrap(node.key()).hex()).isEqualTo(key);
    byte[] derived = new Ed25519PrivateKeyParameters(node.key()).generatePublicKey().getEncoded();
    assertThat(Bytes.wrap(derived).hex()).isEqualTo(publicKey);
  }
}
