package io.cmesh.consensus.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import org.junit.jupiter.api.Test;

class SoloRecordTest {
  @Test
  void aRecordComesBack() {
    SoloRecord record = new SoloRecord("nodé-1", Bytes.utf8("data"));
    assertThat(SoloRecord.decode(record.encode())).isEqualTo(record);
  }

  @Test
  void aRecordOfANewerVersionIsRefused() {
    assertThatThrownBy(() -> SoloRecord.decode(Bytes.hex("0200")))
        .hasMessageContaining("0200 (expected: format version 1)");
  }

  @Test
  void aTruncatedRecordIsRefused() {
    assertThatThrownBy(() -> SoloRecord.decode(Bytes.hex("01"))).hasMessageContaining("log record");
    assertThatThrownBy(() -> SoloRecord.decode(Bytes.hex("010561")))
        .hasMessageContaining("log record");
  }
}
