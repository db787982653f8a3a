package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import io.cmesh.api.state.StateWrite;
import io.cmesh.kernel.bytes.ByteWriter;
import io.cmesh.kernel.support.Commands;
import io.cmesh.kernel.support.FakeStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log and the state keep, as bytes. */
class CodecsTest {
  private static final Bytes ZEROS = Bytes.wrap(new byte[32]);
  private static final Block BLOCK =
      new Block(7, ZEROS, Hashes.sha256(ZEROS), "node-1", 1_767_225_600_000L, 31, List.of(ZEROS));

  private static final String ADULT = "attr:irma-demo.MijnOverheid.over18=yes";
  private static final String DOCTOR = "attr:nuts.agb.profession=doctor";

  private static Group group() {
    return new Group(
        -5,
        3,
        "node-1",
        1_767_225_600_000L,
        List.of(
            new Group.Item(Commands.put("a", "1")),
            new Group.Item(from(Principal.identity("did:key:zAnn", "s1", Set.of(ADULT)))),
            new Group.Item(Commands.put("b", "\"ü\""))));
  }

  @Test
  void aGroupComesBackAsItWas() {
    assertThat(Group.decode(group().encode())).isEqualTo(group());
  }

  @ParameterizedTest
  @EnumSource(Principal.Kind.class)
  void aCommandComesBackWithWhoeverItIsFrom(Principal.Kind kind) {
    String session = kind == Principal.Kind.IDENTITY ? "s1" : null;
    Command command = from(new Principal("did:key:z", kind, session, Set.of()));

    assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
  }

  @Test
  void aCommandComesBackWithTheAttributesItsSenderDisclosed() {
    Command command = from(Principal.identity("did:key:z", "s1", Set.of(DOCTOR, ADULT)));

    assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
  }

  @Test
  void aCommandWithoutAttributesHasTheBytesThatOlderNodesWrote() {
    Bytes encoded = CommandCodec.encode(from(Principal.identity("did:key:z", "s1")));

    assertThat(encoded.hex())
        .isEqualTo(
            "00000005" // type
                + "612e622f31"
                + "00000009" // DID
                + "6469643a6b65793a7a"
                + "01" // an identity
                + "01" // with a session
                + "00000002"
                + "7331"
                + "0000000000000001" // time
                + "8000000000000000" // seed
                + "00000002" // id
                + "6964"
                + "00000000"); // body
  }

  @Test
  void moreAttributesThanAnIdentityDisclosesAreRefused() {
    ByteWriter out = new ByteWriter(64).text("a.b/1").text("did:key:z").u8(4).optional("s1");
    out.u8(65);
    for (int i = 0; i < 65; i++) {
      out.text("attr:a.b.c=" + i);
    }
    Bytes bytes = out.toBytes();

    assertThatThrownBy(() -> CommandCodec.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: at most 64");
  }

  private static Command from(Principal by) {
    return new Command(
        "a.b/1",
        by,
        Instant.ofEpochMilli(1),
        Long.MIN_VALUE,
        new DedupId(Bytes.utf8("id")),
        Bytes.EMPTY);
  }

  @Test
  void aPrincipalOfAnUnknownKindIsRefused() {
    byte[] bytes = CommandCodec.encode(Commands.put("a", "1")).toArray();
    int kind = 4 + Commands.PUT.length() + 4 + "did:key:zAnn".length();
    bytes[kind] = 9;

    assertThatThrownBy(() -> CommandCodec.decode(Bytes.wrap(bytes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 (expected: 1 to 4)");
  }

  @Test
  void aBlockComesBackAsItWasAndAnyChangeChangesItsHash() {
    Bytes encoded = BLOCK.encode();

    assertThat(Block.decode(encoded)).isEqualTo(BLOCK);
    for (int i = 0; i < encoded.size(); i++) {
      byte[] other = encoded.toArray();
      other[i] ^= 1;
      assertThat(Block.hash(Bytes.wrap(other))).isNotEqualTo(Block.hash(encoded));
    }
  }

  @Test
  void anEmptyStateStandsBeforeTheFirstBlock() {
    assertThat(Head.read(new FakeStore())).isEqualTo(Head.GENESIS);
  }

  @Test
  void theHeadIsReadAsItWasWritten() {
    Head head = new Head(2, 41, 9, Hashes.sha256(ZEROS), 4);
    FakeStore store = new FakeStore();
    store.put(Head.NAMESPACE, Head.KEY, head.encode());

    assertThat(Head.read(store)).isEqualTo(head);
  }

  @Test
  void theNextEpochHasOneIndexOfItsOwnAndKeepsTheChain() {
    Head head = new Head(2, 41, 9, Hashes.sha256(ZEROS), 4);
    FakeStore store = new FakeStore();
    store.put("values", Bytes.utf8("a"), Bytes.utf8("1"));

    var batch = head.nextEpoch("consensus-solo-3", 17, head);
    store.commit(batch);

    assertThat(batch.index()).isEqualTo(42);
    assertThat(batch.entries()).extracting(StateWrite::version).containsOnly(42L);
    assertThat(Head.read(store)).isEqualTo(new Head(3, 42, 9, head.hash(), 4));
    assertThat(Head.position(store, "consensus-solo-3")).isEqualTo(17);
    assertThat(Head.position(store, "consensus-solo-4")).isZero();
  }

  @Test
  void neitherIndexNorBlockGoBackWhereAnOlderStateIsLoaded() {
    Head old = new Head(2, 41, 9, Hashes.sha256(ZEROS), 4);
    FakeStore store = new FakeStore();

    store.commit(old.nextEpoch("consensus-solo-3", 17, new Head(5, 70, 30, old.hash(), 1)));

    assertThat(Head.read(store)).isEqualTo(new Head(6, 71, 30, old.hash(), 4));
  }

  @Test
  void otherFormatsAreRefusedWithBothNamed() {
    refused(Group::decode, otherFormat(group().encode()), "log entry of format 9 (expected: 1)");
    refused(Block::decode, otherFormat(BLOCK.encode()), "block of format 9 (expected: 1)");
    FakeStore store = new FakeStore();
    store.put(Head.NAMESPACE, Head.KEY, otherFormat(Head.GENESIS.encode()));
    refused(bytes -> Head.read(store), Bytes.EMPTY, "head of format 9 (expected: 1)");
  }

  private static Bytes otherFormat(Bytes bytes) {
    byte[] copy = bytes.toArray();
    copy[0] = 9;
    return Bytes.wrap(copy);
  }

  private static void refused(Function<Bytes, ?> decode, Bytes bytes, String message) {
    assertThatThrownBy(() -> decode.apply(bytes)).hasMessage(message);
  }

  @Test
  void whatEndsEarlyIsRefusedAtEveryByte() {
    Bytes group = group().encode();
    for (int i = 0; i < group.size(); i++) {
      Bytes part = group.slice(0, i);
      assertThatThrownBy(() -> Group.decode(part)).isInstanceOf(IllegalArgumentException.class);
    }
    Bytes block = BLOCK.encode();
    for (int i = 0; i < block.size(); i++) {
      Bytes part = block.slice(0, i);
      assertThatThrownBy(() -> Block.decode(part)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @FuzzTest
  void anyBytesAreAGroupOrRefused(byte[] bytes) {
    try {
      Group group = Group.decode(Bytes.copyOf(bytes));
      assertThat(Group.decode(group.encode())).isEqualTo(group);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }
}
