package io.cmesh.api.fqmn;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.events.Subjects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From channels to subjects. */
class ChannelsTest {
  @ParameterizedTest
  @CsvSource({
    "demo.a, demo.a",
    "0xR:Registered, events.registrar.Registered",
    "0xR:helloWorld.mcom:Registered, events.registrar.helloworld.mcom.Registered",
    "events.state.contracts.0xAB.Key, events.state.contracts.0xab.Key",
    "events.state.contracts.0xAB, events.state.contracts.0xab",
    "events.state.contracts.0xAB.>, events.state.contracts.0xab.>",
    "events.state.contracts.>, events.state.contracts.>",
    "events.state.contracts.other.A, events.state.contracts.other.A",
  })
  void aChannelHasOneSubject(String channel, String subject) {
    assertThat(Channels.subject(channel)).isEqualTo(subject);
  }

  @ParameterizedTest
  @CsvSource({
    "0xAB, key, events.state.contracts.0xab.key",
    "0x1, a.b, events.state.contracts.0x1.a.b",
    "0x1, a., events.state.contracts.0x1.a.%",
    "0x1, a..b, events.state.contracts.0x1.a.%.b",
    "0x1, a...b, events.state.contracts.0x1.a.%.%.b",
    "0x1, a.., events.state.contracts.0x1.a.%.%",
  })
  void everyKeyHasAWellFormedSubjectOfItsOwn(String address, String key, String subject) {
    assertThat(Channels.ofKey(address, key)).isEqualTo(subject);
    assertThat(Subjects.check(subject)).isEqualTo(subject);
  }

  @Test
  void theRegistrarTellsOfANameInLowerCase() {
    assertThat(Channels.ofName("HelloWorld.mcom", "Released"))
        .isEqualTo("events.registrar.helloworld.mcom.Released");
    assertThat(Channels.ofRegistrar("Registered")).isEqualTo("events.registrar.Registered");
  }

  @Test
  void theContractOfASubjectIsFound() {
    assertThat(Channels.contract("events.state.contracts.0x001.k")).isEqualTo("0x001");
    assertThat(Channels.contract("events.state.contracts.*.k")).isNull();
    assertThat(Channels.contract("demo.a")).isNull();
  }

  @Test
  void wildcardsMakeAFilter() {
    assertThat(Channels.isFilter("a.*")).isTrue();
    assertThat(Channels.isFilter("a.>")).isTrue();
    assertThat(Channels.isFilter("a.b")).isFalse();
  }
}
