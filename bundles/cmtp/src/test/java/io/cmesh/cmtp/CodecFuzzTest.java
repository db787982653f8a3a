package io.cmesh.cmtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;

/**
 * Whatever comes in is a message that survives a round trip, or is refused in the codec's words.
 */
class CodecFuzzTest {
  private final MessageCodec json = new MessageJson();
  private final MessageCodec cbor = new MessageCbor();

  @FuzzTest
  void anyCborIsRefusedOrComesBack(byte[] input) {
    Message message = decoded(cbor, input);
    if (message != null) {
      assertThat(cbor.decode(cbor.encode(message))).isEqualTo(message);
      assertThat(json.decode(json.encode(message))).isEqualTo(message);
    }
  }

  @FuzzTest
  void anyJsonIsRefusedOrComesBack(byte[] input) {
    Message message = decoded(json, input);
    if (message != null) {
      assertThat(json.decode(json.encode(message))).isEqualTo(message);
      requireOneCborForm(message);
    }
  }

  private void requireOneCborForm(Message message) {
    Bytes form;
    try {
      form = cbor.encode(message);
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo("CMESH-CMTP-009");
      return;
    }
    if (form.size() <= MessageCodec.MAX_BYTES) {
      assertThat(cbor.encode(cbor.decode(form))).isEqualTo(form);
    }
  }

  private static Message decoded(MessageCodec codec, byte[] input) {
    try {
      return codec.decode(Bytes.copyOf(input));
    } catch (MeshException e) {
      assertThat(e.code()).startsWith("CMESH-CMTP-");
      return null;
    }
  }
}
