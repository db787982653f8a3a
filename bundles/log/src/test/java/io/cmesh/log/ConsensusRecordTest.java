package io.cmesh.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsensusRecordTest {
  private static final ConsensusRecord.Format FORMAT =
      new ConsensusRecord.Format((byte) 1, 3, "CMESH-LOG-T01", "CMESH-LOG-T02");

  @Test
  void aRecordComesBack() {
    ConsensusRecord record = new ConsensusRecord(Bytes.hex("010203"), "nodé-1", Bytes.utf8("data"));

    assertThat(FORMAT.decode(record.encode())).isEqualTo(record);
  }

  @Test
  void aRecordBeginsWithItsHeadThenTheProposerThenTheData() {
    ConsensusRecord record = new ConsensusRecord(Bytes.hex("010203"), "a", Bytes.hex("ffee"));

    assertThat(record.encode()).isEqualTo(Bytes.hex("010203" + "01" + "61" + "ffee"));
  }

  @Test
  void ofALongProposersNameTheFirst255BytesAreKept() {
    ConsensusRecord record =
        new ConsensusRecord(Bytes.hex("010203"), "n".repeat(300), Bytes.utf8("data"));

    ConsensusRecord read = FORMAT.decode(record.encode());

    assertThat(read.proposer()).isEqualTo("n".repeat(255));
    assertThat(read.data()).isEqualTo(Bytes.utf8("data"));
  }

  @Test
  void theLongestRecordIsOfTheLongestNameAndTheMostData() {
    Bytes data = Bytes.wrap(new byte[ConsensusRecord.MOST_DATA_BYTES]);
    ConsensusRecord record = new ConsensusRecord(Bytes.hex("010203"), "n".repeat(255), data);

    assertThat(record.encode().size()).isEqualTo(FORMAT.mostBytes());
  }

  @Test
  void aRecordOfAnotherVersionIsRefusedByTheProvidersCode() {
    assertThatThrownBy(() -> FORMAT.decode(Bytes.hex("02000000")))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-LOG-T01")
        .hasMessageContaining("02000000 (expected: format version 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "010203", "0102030561"})
  void aRecordThatIsCutShortIsRefused(String hex) {
    assertThatThrownBy(() -> FORMAT.decode(Bytes.hex(hex))).hasMessageContaining("log record");
  }
}
