package io.cmesh.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Principal;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.StateBatch;
import io.cmesh.kernel.support.Commands;
import io.cmesh.kernel.support.FakeStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DedupTest {
  private static final long MINUTE = 60_000;
  private static final Effects DONE =
      new Effects(Status.CREATED, Bytes.utf8("\"made\""), List.of(), List.of());

  private final FakeStore store = new FakeStore();

  /** One block: remembers these commands, closes at that index and time; the oldest block kept. */
  private long block(long number, long oldest, long index, long millis, Command... commands) {
    Overlay overlay = new Overlay(store);
    overlay.at(index);
    Dedup dedup = new Dedup(overlay, number);
    for (Command command : commands) {
      dedup.remember(command, Dedup.key(command), index, DONE);
    }
    long next = dedup.close(oldest, index, millis);
    store.commit(new StateBatch(store.index() + 1, overlay.writes()));
    return next;
  }

  private Optional<Applied> earlier(Command command) {
    return new Dedup(new Overlay(store), 99).earlier(command, Dedup.key(command));
  }

  @Test
  void anUnseenCommandHasNoEarlierResult() {
    assertThat(earlier(Commands.put("a", "1"))).isEmpty();
  }

  @Test
  void theSameCommandGetsItsFirstResult() {
    block(1, 1, 5, 0, Commands.put("a", "1"));

    assertThat(earlier(Commands.put("a", "1")))
        .contains(new Applied(5, 1, Status.CREATED, Bytes.utf8("\"made\""), true));
  }

  @Test
  void theSameIdWithOtherContentIsAConflict() {
    block(1, 1, 5, 0, Commands.put("a", "1"));

    conflict(Commands.put("a", "2"));
    conflict(Commands.of("other.type/1", "a", "1"));
    Command put = Commands.put("a", "1");
    conflict(
        new Command(
            put.type(), Principal.operator("did:key:zBob"), put.at(), 7, put.id(), put.body()));
  }

  private void conflict(Command command) {
    Applied answer = earlier(command).orElseThrow();
    assertThat(answer.status()).isEqualTo(Status.CONFLICT);
    assertThat(answer.payload().utf8()).contains("CMESH-KRN-003");
    assertThat(answer.repeated()).isFalse();
  }

  @Test
  void aRetryMayHaveAnotherTimeAndSeed() {
    Command put = Commands.put("a", "1");
    block(1, 1, 5, 0, put);

    Command retry =
        new Command(put.type(), put.by(), put.at().plusSeconds(9), 8, put.id(), put.body());
    assertThat(earlier(retry)).isPresent();
  }

  @Test
  void aCommandIsRememberedWhileItIsYoungHoweverManyFollow() {
    block(1, 1, 1, 0, Commands.put("a", "1"));

    assertThat(block(2, 1, Dedup.MIN_COMMANDS + 2, 10 * MINUTE - 1)).isEqualTo(1);
    assertThat(earlier(Commands.put("a", "1"))).isPresent();
  }

  @Test
  void aCommandIsRememberedWhileFewFollowHoweverOldItIs() {
    block(1, 1, 1, 0, Commands.put("a", "1"));

    assertThat(block(2, 1, Dedup.MIN_COMMANDS, 1_000 * MINUTE)).isEqualTo(1);
    assertThat(earlier(Commands.put("a", "1"))).isPresent();
  }

  @Test
  void aCommandThatIsOldAndFarBehindIsForgotten() {
    block(1, 1, 1, 0, Commands.put("a", "1"));

    assertThat(block(2, 1, Dedup.MIN_COMMANDS + 1, 10 * MINUTE)).isEqualTo(2);
    assertThat(earlier(Commands.put("a", "1"))).isEmpty();
    assertThat(store.get(Dedup.RING, Bytes.ofLong(1))).isNull();
    assertThat(store.get(Dedup.RING, Bytes.ofLong(2))).isNotNull();
  }

  @Test
  void theMemoryIsBoundedHoweverYoungItIs() {
    block(1, 1, 1, 0, Commands.put("a", "1"));

    assertThat(block(2, 1, Dedup.MAX_COMMANDS + 1, 1)).isEqualTo(2);
    assertThat(earlier(Commands.put("a", "1"))).isEmpty();
  }

  @Test
  void blocksAreForgottenOneAfterAnotherUpToTheFirstThatIsYoung() {
    block(1, 1, 1, 0, Commands.put("a", "1"));
    block(2, 1, 2, 0, Commands.put("b", "1"));
    block(3, 1, 60_000, 0, Commands.put("c", "1"));

    assertThat(block(4, 1, Dedup.MIN_COMMANDS + 2, 10 * MINUTE)).isEqualTo(3);
    assertThat(earlier(Commands.put("b", "1"))).isEmpty();
    assertThat(earlier(Commands.put("c", "1"))).isPresent();
  }

  @Test
  void aBlockWithoutAMemoryIsPassedOver() {
    block(3, 3, 1, 0, Commands.put("c", "1"));

    assertThat(block(4, 1, 2, 0)).isEqualTo(3);
  }
}
