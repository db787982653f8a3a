package io.cmesh.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.registrar.NameCommands.Registration;
import io.cmesh.api.registrar.NameCommands.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies of commands on names. */
class NameCommandsTest {
  @Test
  void aRegistrationComesBackAsItWas() {
    Registration signed = new Registration("Hello.mcom", "0xS:0x1:f:[\"é\"]", "did:key:z6", "sig");
    Registration plain = new Registration("hello.mcom", "0xS:0x1", null, null);

    assertThat(NameCommands.registration(NameCommands.register(signed).body())).isEqualTo(signed);
    assertThat(NameCommands.registration(NameCommands.register(plain).body())).isEqualTo(plain);
    assertThat(NameCommands.register(plain).type()).isEqualTo("name.register/1");
  }

  @Test
  void aTransferAndAReleaseComeBackAsTheyWere() {
    Transfer transfer = new Transfer("hello.mcom", "did:key:z6");

    assertThat(NameCommands.transfer(NameCommands.transfer(transfer).body())).isEqualTo(transfer);
    assertThat(NameCommands.transfer(transfer).type()).isEqualTo("name.transfer/1");
    assertThat(NameCommands.release(NameCommands.release("hello.mcom").body()))
        .isEqualTo("hello.mcom");
    assertThat(NameCommands.release("hello.mcom").type()).isEqualTo("name.release/1");
  }

  @Test
  void theFormatIsTheDocumentedOne() {
    assertThat(NameCommands.release("a").body()).isEqualTo(Bytes.hex("010000000161"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "02000000016161", "01", "0100", "0100000002", "01ffffffff", "01000000016161"})
  void anotherBodyIsRefused(String hex) {
    assertThatThrownBy(() -> NameCommands.release(Bytes.hex(hex)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name command");
  }

  @Test
  void aRecordComesBackFromStateWithItsVersionAsIndex() {
    NameRecord record = new NameRecord("Hello.mcom", "0xS:0x1", "did:key:z6", 1234, 0);

    assertThat(Names.decode(Names.encode(record), 7))
        .isEqualTo(new NameRecord("Hello.mcom", "0xS:0x1", "did:key:z6", 1234, 7));
    assertThat(Names.key("Hello.mcom")).isEqualTo(Names.key("hELLO.mcom"));
    assertThatThrownBy(() -> Names.decode(Bytes.hex("02"), 1))
        .isInstanceOf(IllegalStateException.class);
  }
}
