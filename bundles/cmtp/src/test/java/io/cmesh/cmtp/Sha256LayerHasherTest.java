package io.cmesh.cmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.LayerHasher;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Sha256LayerHasherTest {
  private final LayerHasher hasher = new Sha256LayerHasher();
  private final Properties vectors = Vectors.properties("hashes.properties");

  private Bytes hex(String key) {
    return Bytes.hex(text(key));
  }

  private String text(String key) {
    return vectors.getProperty(key);
  }

  private Layer vectorLayer() {
    return hasher.layer(
        hex("layer.previous"),
        text("layer.step"),
        text("layer.role"),
        text("layer.provider"),
        Long.parseLong(text("layer.start")),
        Long.parseLong(text("layer.end")),
        Status.ofCode(Integer.parseInt(text("layer.outcome"))),
        hex("layer.given"),
        hex("layer.made"));
  }

  @Test
  void aChainStartsWithTheHashThatAnotherProgramComputed() {
    Message request =
        Message.request(UUID.fromString(text("id")), text("fqmn"), text("token"))
            .withPayload(hex("payload"));
    assertThat(hasher.seed(request, hex("salt"))).isEqualTo(hex("seed"));
    assertThat(hasher.hash(hex("seed.preimage"))).isEqualTo(hex("seed"));
  }

  @Test
  void whatARequestHasNotIsNullInItsSeed() {
    Message bare = Message.request(UUID.fromString(text("id")), "", null);
    assertThat(hasher.seed(bare, hex("salt"))).isEqualTo(hex("bare"));
  }

  @Test
  void aLayerHasTheHashThatAnotherProgramComputed() {
    assertThat(vectorLayer().hash()).isEqualTo(hex("layer.hash"));
    assertThat(hasher.hash(hex("layer.preimage"))).isEqualTo(hex("layer.hash"));
  }

  @Test
  void aLayerKeepsItsFields() {
    Layer layer = vectorLayer();
    assertThat(layer.step()).isEqualTo("execute");
    assertThat(layer.outcome()).isEqualTo(Status.OK);
    assertThat(layer.given()).isEqualTo(hex("layer.given"));
  }

  @Test
  void theHashesAreSha256() {
    String ofAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(hasher.hash("abc").hex()).isEqualTo(ofAbc);
    assertThat(hasher.hash(Bytes.utf8("abc")).hex()).isEqualTo(ofAbc);
    assertThat(hasher.salted(Bytes.utf8("a"), Bytes.utf8("bc")).hex()).isEqualTo(ofAbc);
  }

  @Test
  void fieldsLongerThanTheBufferAreHashedWhole() {
    String name = "ü".repeat(2000);
    Message longer = Message.request(UUID.fromString(text("id")), name + "a", null);
    Message other = Message.request(UUID.fromString(text("id")), name + "b", null);
    Bytes salt = hex("salt");
    assertThat(hasher.seed(longer, salt))
        .isEqualTo(hasher.seed(longer, salt))
        .isNotEqualTo(hasher.seed(other, salt));
  }

  @Test
  void manyThreadsHashAlike() {
    List<Bytes> hashes =
        IntStream.range(0, 20_000).parallel().mapToObj(i -> vectorLayer().hash()).toList();
    assertThat(hashes).containsOnly(hex("layer.hash"));
  }
}
