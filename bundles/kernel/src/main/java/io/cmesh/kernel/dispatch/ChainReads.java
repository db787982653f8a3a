package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.consensus.Member;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.bytes.Json;
import io.cmesh.kernel.order.Block;
import io.cmesh.kernel.order.Head;
import java.util.concurrent.CompletionStage;

/** {@code 0xC}: the chain's head, its blocks, the group's members. */
final class ChainReads implements Executor {
  @Override
  public Role role() {
    return Role.CONSENSUS;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    String service = p.resolved().target();
    String action = p.resolved().function() == null ? "" : p.resolved().function();
    if (service.equals("chain") && action.equals("head")) {
      return head(p).now();
    }
    if (service.equals("block")) {
      return block(p, action).now();
    }
    if (service.equals("group") && action.equals("members")) {
      return members(p).now();
    }
    throw new MeshException(
        Status.NOT_FOUND,
        "CMESH-CNS-001",
        p.resolved().text()
            + " (expected: 0xC:chain:head, 0xC:block:<number> or 0xC:group:members)");
  }

  private static Answer head(Passage p) {
    Head head = Head.read(p.assembly().store());
    return Answer.ok(
        Json.object()
            .number("epoch", head.epoch())
            .number("index", head.index())
            .number("block", head.block())
            .text("hash", head.hash().hex())
            .text("stateDigest", p.assembly().store().digest().hex())
            .bytes());
  }

  private static Answer block(Passage p, String number) {
    Versioned value = null;
    if (!number.isEmpty()
        && number.length() <= 18
        && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      value = p.assembly().store().get(Block.NAMESPACE, Bytes.ofLong(Long.parseLong(number)));
    }
    if (value == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-CNS-002",
          "block " + number + " (expected: 1 to " + Head.read(p.assembly().store()).block() + ")");
    }
    Block block = Block.decode(value.value());
    return Answer.ok(
        Json.object()
            .number("number", block.number())
            .text("hash", Block.hash(value.value()).hex())
            .text("parent", block.parent().hex())
            .text("stateDigest", block.stateDigest().hex())
            .text("proposer", block.proposer())
            .number("time", block.timeMillis())
            .number("firstIndex", block.firstIndex())
            .texts("transactions", block.transactions().stream().map(Bytes::hex).toList())
            .bytes());
  }

  private static Answer members(Passage p) {
    Json list = Json.array();
    for (Member m : p.assembly().consensus().members()) {
      list.rawItem(
          Json.object()
              .text("id", m.id())
              .text("url", m.url())
              .flag("leader", m.leader())
              .number("lag", m.lag())
              .toString());
    }
    return Answer.ok(list.toString());
  }
}
