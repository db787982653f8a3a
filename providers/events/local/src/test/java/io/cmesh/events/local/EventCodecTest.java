package io.cmesh.events.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.events.Event;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  @Test
  void anEventComesBackAsItWas() {
    byte[] subject = "demo.ü".getBytes(StandardCharsets.UTF_8);
    Bytes record = EventCodec.encode(42, subject, Bytes.utf8("id"), Bytes.utf8("payload"));

    Event event = EventCodec.decode("demo", 7, record);

    assertThat(event)
        .isEqualTo(new Event("demo", 7, "demo.ü", 42, Bytes.utf8("payload"), Bytes.utf8("id")));
  }

  @FuzzTest
  void anyRecordIsAnEventOrRefused(byte[] record) {
    Throwable thrown =
        catchThrowable(
            () -> {
              Event event = EventCodec.decode("demo", 1, Bytes.wrap(record));
              assertThat(event.payload().size() + event.id().size()).isLessThan(record.length);
            });
    assertThat(thrown == null || thrown instanceof IllegalArgumentException).isTrue();
  }
}
