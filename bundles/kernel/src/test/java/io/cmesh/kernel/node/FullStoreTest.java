package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.command.Principal;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullStoreTest {
  private static final Principal SELF = Principal.node("did:key:self");
  private static final String LONG = "\"" + "x".repeat(30_000) + "\"";

  @TempDir Path home;

  @Test
  void aFullStoreInMemoryIsSwappedForOneOnDiskAndWhatWaitsGoesIn() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.state.memory.cfg"), "maxBytes = 200KiB");
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:small:1");
      CompletionStage<Message> waiting = fill(node, ann);

      TestNode.get(node.node.admin().swap(Role.STATE, "rocksdb", SELF));

      assertThat(TestNode.get(waiting).status()).isEqualTo(Status.OK);
      await().atMost(TestNode.soon()).until(() -> ann.call("0xSW:0x001:k:2").status() == Status.OK);
      assertThat(ann.call("0xS:0x001:small").payload().utf8()).isEqualTo("1");
    }
    try (TestNode node = TestNode.start(home, "state = rocksdb")) {
      TestNode.Person ann = node.person();
      assertThat(ann.call("0xSW:0x002:k:3").status()).isEqualTo(Status.OK);
      assertThat(node.node.admin().status().health().text()).isEmpty();
    }
  }

  /** Writes until one waits for room. */
  private static CompletionStage<Message> fill(TestNode node, TestNode.Person ann) {
    for (int i = 0; i < 100; i++) {
      CompletionStage<Message> write = ann.begin("0xSW:0x001:k" + i + ":" + LONG);
      await()
          .atMost(TestNode.soon())
          .until(() -> write.toCompletableFuture().isDone() || isStalled(node));
      if (isStalled(node)) {
        return write;
      }
    }
    throw new AssertionError("the store never filled up");
  }

  private static boolean isStalled(TestNode node) {
    return node.node.admin().status().health().text().contains("writes wait");
  }
}
