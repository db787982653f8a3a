package io.cmesh.api.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A session as it lies in state. */
class SessionRecordTest {
  private static final SessionRecord PLAIN = new SessionRecord("did:key:z", 1, 2, false);
  private static final SessionRecord DISCLOSING =
      new SessionRecord("did:key:z", 1, 2, false, Set.of("attr:a.b.d=ü", "attr:a.b.c=1"));

  @Test
  void aSessionWithoutAttributesHasTheBytesThatOlderNodesWrote() {
    Bytes first = Bytes.hex("0100" + "0000000000000001" + "0000000000000002");

    assertThat(PLAIN.encode()).isEqualTo(first.concat(Bytes.utf8("did:key:z")));
    assertThat(SessionRecord.decode(PLAIN.encode())).isEqualTo(PLAIN);
  }

  @Test
  void aSessionWithAttributesIsOfTheSecondFormat() {
    Bytes encoded = DISCLOSING.encode();

    assertThat(encoded.toArray()[0]).isEqualTo((byte) 2);
    assertThat(SessionRecord.decode(encoded)).isEqualTo(DISCLOSING);
    assertThat(SessionRecord.decode(encoded).attributes())
        .containsExactly("attr:a.b.c=1", "attr:a.b.d=ü");
  }

  @Test
  void anEndedSessionKeepsEverythingElse() {
    SessionRecord ended = SessionRecord.decode(DISCLOSING.ended().encode());

    assertThat(ended.isOpen(1)).isFalse();
    assertThat(ended)
        .isEqualTo(new SessionRecord("did:key:z", 1, 2, true, DISCLOSING.attributes()));
  }

  @Test
  void aDraftIsOfItsRecord() {
    UUID id = new UUID(1, 2);
    SessionDraft draft = SessionDraft.of(id, DISCLOSING);

    assertThat(draft.did()).isEqualTo("did:key:z");
    assertThat(draft.expires().toEpochMilli()).isEqualTo(2);
    assertThat(draft.attributes()).isEqualTo(DISCLOSING.attributes());
    assertThat(draft.command()).isEqualTo(SessionCommands.open(id, DISCLOSING));
  }

  @Test
  void anotherFormatIsRefusedWithBothNamed() {
    byte[] bytes = PLAIN.encode().toArray();
    bytes[0] = 3;

    assertThatThrownBy(() -> SessionRecord.decode(Bytes.wrap(bytes)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("session of format 3 (expected: 1 or 2)");
  }

  @FuzzTest
  void anyBytesAreASessionOrRefused(byte[] bytes) {
    SessionRecord record;
    try {
      record = SessionRecord.decode(Bytes.copyOf(bytes));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageStartingWith("session of");
      return;
    }
    assertThat(SessionRecord.decode(record.encode())).isEqualTo(record);
  }
}
