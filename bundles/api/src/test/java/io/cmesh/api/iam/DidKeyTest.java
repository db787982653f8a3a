package io.cmesh.api.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidKeyTest {
  // From the did:key specification, section "Ed25519", with the key as RFC 8032's tests have them.
  private static final String DID = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
  private static final String KEY =
      "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";

  @Test
  void thePublishedExampleIsReadAndWritten() {
    assertThat(DidKey.decode(DID)).isEqualTo(Bytes.hex(KEY));
    assertThat(DidKey.encode(Bytes.hex(KEY))).isEqualTo(DID);
  }

  @Test
  void everyKeyComesBackFromItsDid() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      assertThat(DidKey.decode(DidKey.encode(Bytes.wrap(key)))).isEqualTo(Bytes.wrap(key));
    }
  }

  @Test
  void theSmallestAndTheLargestKeyHaveDidsOfTheSameLength() {
    String smallest = DidKey.encode(Bytes.wrap(new byte[32]));
    String largest = DidKey.encode(Bytes.hex("ff".repeat(32)));
    assertThat(smallest).hasSameSizeAs(largest).hasSize(56);
    assertThat(DidKey.decode(largest)).isEqualTo(Bytes.hex("ff".repeat(32)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "did:key:",
        "did:web:example.org",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWpp",
        "did:key:z16MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDoo0p",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooép",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
        "did:key:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "DID:KEY:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        " did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW"
      })
  void whatIsNotTheOneTextOfAKeyIsRefused(String text) {
    assertThatThrownBy(() -> DidKey.decode(text))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.BAD_REQUEST);
              assertThat(e.code()).isEqualTo("CMESH-IAM-001");
            });
    assertThat(DidKey.isDid(text)).isFalse();
  }

  @Test
  void aRefusalShowsNoControlCharactersAndNoEndlessText() {
    assertThatThrownBy(() -> DidKey.decode("did:\n" + "x".repeat(5_000)))
        .hasMessageNotContaining("\n")
        .message()
        .hasSizeLessThan(200);
  }

  @Test
  void aKeyOfAnotherLengthHasNoDid() {
    assertThatThrownBy(() -> DidKey.encode(Bytes.wrap(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31 bytes");
  }
}
