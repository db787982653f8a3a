package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.StateWrite;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.outbox.OutboxRecord;
import io.cmesh.kernel.support.Commands;
import io.cmesh.kernel.support.FakeStore;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockBuilderTest {
  private static final String LOG = "consensus-solo-2";

  private final FakeStore store = new FakeStore();
  private final Handlers handlers = new Handlers();
  private long position;

  @BeforeEach
  void addHandlers() {
    handlers.add(Commands.putHandler());
    handlers.add(
        Commands.handler(
            "test.refuse/1",
            (command, before) -> {
              throw new MeshException(Status.FORBIDDEN, "CMESH-TST-009", "no", "Do not.");
            }));
    handlers.add(
        Commands.handler(
            "test.double/1",
            (command, before) -> {
              Versioned value = before.get(Commands.NAMESPACE, command.body());
              Bytes twice = value == null ? Bytes.EMPTY : value.value().concat(value.value());
              return Effects.ok(List.of(Mutation.put(Commands.NAMESPACE, command.body(), twice)));
            }));
  }

  private BlockBuilder.Built build(Command... commands) {
    List<Group.Item> items = Arrays.stream(commands).map(Group.Item::new).toList();
    Group group = new Group(1, position + 1, "node-1", 1_767_225_600_000L, items);
    BlockBuilder.Built built =
        new BlockBuilder(handlers, store).build(group, store.digest(), LOG, ++position);
    store.commit(built.batch());
    return built;
  }

  private Block block(long number) {
    Versioned value = store.get(Block.NAMESPACE, Bytes.ofLong(number));
    return Block.decode(value.value());
  }

  @Test
  void aGroupIsOneBatchWithEffectsResultsOutboxBlockHeadAndPosition() {
    BlockBuilder.Built built = build(Commands.put("a", "1"), Commands.put("b", "2"));

    assertThat(store.batches).hasSize(1);
    assertThat(built.batch().index()).isEqualTo(2);
    Set<String> namespaces =
        built.batch().entries().stream().map(StateWrite::namespace).collect(Collectors.toSet());
    assertThat(namespaces)
        .containsExactlyInAnyOrder(
            Commands.NAMESPACE,
            Dedup.NAMESPACE,
            Dedup.RING,
            OutboxRecord.NAMESPACE,
            Block.NAMESPACE,
            Head.NAMESPACE,
            Head.LOCAL);
    assertThat(Head.position(store, LOG)).isEqualTo(1);
    assertThat(built.events()).isEqualTo(2);
  }

  @Test
  void commandsAreNumberedDenselyOverAllGroups() {
    BlockBuilder.Built first = build(Commands.put("a", "1"), Commands.put("b", "2"));
    BlockBuilder.Built second = build(Commands.put("c", "3"));

    assertThat(first.results()).extracting(Applied::index).containsExactly(1L, 2L);
    assertThat(second.results()).extracting(Applied::index).containsExactly(3L);
    assertThat(store.get(Commands.NAMESPACE, Bytes.utf8("c")).version()).isEqualTo(3);
  }

  @Test
  void blocksFormAChainOverTheStateTheyWereAppliedTo() {
    Bytes empty = store.digest();
    build(Commands.put("a", "1"));
    Bytes between = store.digest();
    Head head = build(Commands.put("b", "2")).head();

    assertThat(block(1).parent()).isEqualTo(Bytes.wrap(new byte[32]));
    assertThat(block(1).stateDigest()).isEqualTo(empty);
    assertThat(block(2).parent()).isEqualTo(Block.hash(block(1).encode()));
    assertThat(block(2).stateDigest()).isEqualTo(between);
    assertThat(block(2).firstIndex()).isEqualTo(2);
    assertThat(head.hash()).isEqualTo(Block.hash(block(2).encode()));
    assertThat(Head.read(store)).isEqualTo(head);
  }

  @Test
  void aBlockNamesEachOfItsCommandsByHash() {
    Command a = Commands.put("a", "1");
    Command b = Commands.put("b", "2");
    build(a, b);

    assertThat(block(1).transactions())
        .containsExactly(
            Hashes.sha256(CommandCodec.encode(a)), Hashes.sha256(CommandCodec.encode(b)));
  }

  @Test
  void aRefusalWritesNothingButItsResult() {
    BlockBuilder.Built built = build(Commands.of("test.refuse/1", "a", "1"));

    Applied result = built.results().get(0);
    assertThat(result.status()).isEqualTo(Status.FORBIDDEN);
    assertThat(result.payload().utf8())
        .isEqualTo("{\"code\":\"CMESH-TST-009\",\"message\":\"no\",\"hint\":\"Do not.\"}");
    assertThat(built.batch().entries())
        .extracting(StateWrite::namespace)
        .containsExactlyInAnyOrder(
            Dedup.NAMESPACE, Dedup.RING, Block.NAMESPACE, Head.NAMESPACE, Head.LOCAL);
    assertThat(built.events()).isZero();
  }

  @Test
  void aCommandSeesWhatEarlierOnesOfItsBlockDid() {
    build(Commands.put("a", "x"), Commands.of("test.double/1", "b", "a"));

    assertThat(store.get(Commands.NAMESPACE, Bytes.utf8("a")).value().utf8()).isEqualTo("xx");
  }

  @Test
  void aRepeatedCommandGetsTheFirstResultAndIsNotAppliedAgainInTheSameBlockEither() {
    Command put = Commands.put("a", "1");
    BlockBuilder.Built built = build(put, put);

    assertThat(built.results()).extracting(Applied::repeated).containsExactly(false, true);
    assertThat(built.results()).extracting(Applied::index).containsExactly(1L, 1L);
    assertThat(built.events()).isEqualTo(1);
    assertThat(build(put).results().get(0))
        .isEqualTo(new Applied(1, 1, Status.OK, Bytes.utf8("1"), true));
  }

  @Test
  void eventsLieInTheOutboxByTheCommandThatCausedThem() {
    build(Commands.put("a", "1"), Commands.put("b", "2"));

    Versioned record = store.get(OutboxRecord.NAMESPACE, Bytes.ofLong(1));
    assertThat(OutboxRecord.decode(record.value()).items())
        .containsExactly(
            new OutboxRecord.Item(1, 0, "events.test.put", Bytes.utf8("1")),
            new OutboxRecord.Item(2, 0, "events.test.put", Bytes.utf8("2")));
  }

  @Test
  void aCommandThatNobodyHandlesMakesNoBlock() {
    assertThatThrownBy(() -> build(Commands.put("a", "1"), Commands.of("test.new/2", "b", "")))
        .isInstanceOf(UnknownCommandException.class)
        .hasMessageContaining("command 2 is of type test.new/2");
    assertThat(store.batches).isEmpty();
  }

  @Test
  void theSameGroupsMakeTheSameStateOnEveryNode() {
    BlockBuilderTest other = new BlockBuilderTest();
    other.addHandlers();
    for (int i = 0; i < 20; i++) {
      Command[] commands = {
        Commands.put("k" + i % 7, "v" + i),
        Commands.of("test.refuse/1", "r" + i, ""),
        Commands.of("test.double/1", "d" + i, "k" + i % 3)
      };
      assertThat(build(commands).head()).isEqualTo(other.build(commands).head());
    }
    assertThat(store.digest()).isEqualTo(other.store.digest());
  }
}
