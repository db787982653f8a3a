package io.cmesh.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.state.StateDigest;
import org.junit.jupiter.api.Test;

class HeadTest {
  @Test
  void aHeadIsReadAsItWasWritten() {
    StateDigest digest = new StateDigest();
    digest.add("data", Bytes.utf8("k"), Bytes.utf8("v"), 1);
    Head head = Head.at(255, Long.MAX_VALUE, digest);

    assertThat(Head.decode(head.encode())).isEqualTo(head);
    assertThat(head.digest()).isEqualTo(digest.value());
  }

  @Test
  void generationsGoRoundWithoutZero() {
    assertThat(Head.empty(1).nextGeneration()).isEqualTo(2);
    assertThat(Head.empty(255).nextGeneration()).isEqualTo(1);
  }

  @Test
  void bytesOfAnotherLengthAreRefused() {
    assertThatThrownBy(() -> Head.decode(new byte[10]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("head: 10 bytes");
  }

  @FuzzTest
  void anyBytesAreAHeadOrRefused(byte[] bytes) {
    try {
      assertThat(Head.decode(bytes).encode()).isEqualTo(bytes);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("head:");
    }
  }
}
