package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.View;
import io.cmesh.kernel.handlers.epochs.EpochBegin;
import io.cmesh.kernel.outbox.OutboxRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Works out what a group of commands does to the state: pure, the same on every node. One batch
 * holds effects, results, outbox, block and index.
 */
final class BlockBuilder {
  private final Handlers handlers;
  private final Overlay state;
  private final Head before;
  private final Dedup dedup;
  private final long number;
  private final List<OutboxRecord.Item> outbox = new ArrayList<>();
  private final List<Applied> results = new ArrayList<>();
  private final List<Bytes> transactions = new ArrayList<>();
  private long index;
  private long epoch;

  /**
   * What came of a group.
   *
   * @param batch to be committed
   * @param results one for each command
   * @param head after it
   * @param events how many wait in the outbox
   */
  record Built(StateBatch batch, List<Applied> results, Head head, int events) {}

  BlockBuilder(Handlers handlers, View below) {
    this.handlers = handlers;
    this.state = new Overlay(below);
    this.before = Head.read(below);
    this.number = before.block() + 1;
    this.dedup = new Dedup(state, number);
    this.index = before.index();
    this.epoch = before.epoch();
  }

  /**
   * @param group the commands
   * @param stateDigest of the state they are applied to
   * @param directory of the log's instance
   * @param position of the group's entry there
   */
  Built build(Group group, Bytes stateDigest, String directory, long position) {
    for (Group.Item item : group.commands()) {
      state.at(++index);
      transactions.add(Hashes.sha256(item.encoded()));
      results.add(apply(item.command()));
    }
    if (!outbox.isEmpty()) {
      state.write(OutboxRecord.NAMESPACE, Bytes.ofLong(number), new OutboxRecord(outbox).encode());
    }
    Head head = close(group, stateDigest);
    state.write(Head.LOCAL, Head.positionKey(directory), Bytes.ofLong(position));
    return new Built(new StateBatch(index, state.writes()), results, head, outbox.size());
  }

  private Head close(Group group, Bytes stateDigest) {
    long first = before.index() + 1;
    Block block =
        new Block(
            number,
            before.hash(),
            stateDigest,
            group.proposer(),
            group.timeMillis(),
            first,
            transactions);
    Bytes encoded = block.encode();
    state.write(Block.NAMESPACE, Bytes.ofLong(number), encoded);
    long oldest = dedup.close(before.dedupOldest(), index, group.timeMillis());
    Head head = new Head(epoch, index, number, Block.hash(encoded), oldest);
    state.write(Head.NAMESPACE, Head.KEY, head.encode());
    return head;
  }

  private Applied apply(Command command) {
    Bytes key = Dedup.key(command);
    return dedup.earlier(command, key).orElseGet(() -> applyFirst(command, key));
  }

  private Applied applyFirst(Command command, Bytes key) {
    CommandHandler handler = handlers.find(command.type());
    if (handler == null) {
      throw new UnknownCommandException(command.type(), index);
    }
    Effects effects = decide(handler, command);
    for (Mutation mutation : effects.mutations()) {
      state.write(mutation.namespace(), mutation.key(), mutation.value());
    }
    if (command.type().equals(EpochBegin.TYPE) && effects.status() == Status.OK) {
      epoch++;
    }
    OutboxRecord.add(outbox, index, effects.events());
    dedup.remember(command, key, index, effects);
    return new Applied(index, number, effects.status(), effects.payload(), false);
  }

  private Effects decide(CommandHandler handler, Command command) {
    try {
      return handler.apply(command, state);
    } catch (MeshException refusal) {
      return Effects.refused(refusal.status(), Refusals.payload(refusal));
    }
  }
}
