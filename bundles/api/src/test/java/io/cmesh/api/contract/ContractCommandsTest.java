package io.cmesh.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractCommands.Deployment;
import org.junit.jupiter.api.Test;

class ContractCommandsTest {
  private static final Deployment DEPLOYMENT =
      new Deployment("0x001", Bytes.wrap(new byte[] {0, 97, 115, 109}), "grüße");

  @Test
  void whatIsWrittenIsRead() {
    Bytes body = ContractCommands.deploy(DEPLOYMENT).body();
    assertThat(ContractCommands.deployment(body)).isEqualTo(DEPLOYMENT);
  }

  @Test
  void everyTruncationIsRefused() {
    Bytes body = ContractCommands.deploy(DEPLOYMENT).body();
    for (int i = 0; i < body.size(); i++) {
      Bytes cut = body.slice(0, i);
      assertThatThrownBy(() -> ContractCommands.deployment(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void bytesLeftOverAndOtherFormatsAreRefused() {
    Bytes body = ContractCommands.deploy(DEPLOYMENT).body();
    assertThatThrownBy(() -> ContractCommands.deployment(body.concat(Bytes.utf8("x"))))
        .hasMessageContaining("left over");
    byte[] other = body.toArray();
    other[0] = 2;
    assertThatThrownBy(() -> ContractCommands.deployment(Bytes.wrap(other)))
        .hasMessageContaining("format 2");
  }
}
