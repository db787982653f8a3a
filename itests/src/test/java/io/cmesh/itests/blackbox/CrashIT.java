package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.client.MeshClient;
import io.cmesh.client.MeshRequest;
import io.cmesh.client.RetryPolicy;
import io.cmesh.itests.node.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} under a load of writes, again and again: nothing acknowledged is lost. */
class CrashIT {
  private static final int KILLS = Integer.getInteger("cmesh.kills", 10);
  private static final int WRITERS = 8;

  @TempDir Path directory;
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"rocksdb", "memory"})
  void everyAcknowledgedWriteIsThereAfterEachKill(String state) throws InterruptedException {
    try (NodeProcess node = NodeProcess.in(directory)) {
      node.up("--set", "io.cmesh.roles.state=" + state);
      for (int kill = 0; kill < KILLS; kill++) {
        writeUntilKilled(node);
        node.up();
        requireAllThere(node);
      }
      assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    }
  }

  private void writeUntilKilled(NodeProcess node) throws InterruptedException {
    AtomicBoolean running = new AtomicBoolean(true);
    int before = acknowledged.size();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try (MeshClient client = node.as("writer").with(RetryPolicy.NEVER)) {
      for (int i = 0; i < WRITERS; i++) {
        writers.execute(() -> write(client, running));
      }
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> acknowledged.size() >= before + 200);
      node.kill9();
      running.set(false);
      writers.shutdown();
      assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void write(MeshClient client, AtomicBoolean running) {
    while (running.get()) {
      int value = next.incrementAndGet();
      String key = "k" + value;
      try {
        MeshRequest request = MeshRequest.of("0xSW:0x0cafe:" + key + ":" + value);
        if (client.message(request).status() == 200) {
          acknowledged.put(key, value);
        }
      } catch (RuntimeException e) {
        // Killed under the request: its outcome is unknown, so nothing is asserted of it.
        return;
      }
    }
  }

  private void requireAllThere(NodeProcess node) {
    try (MeshClient client = node.as("writer")) {
      acknowledged.forEach(
          (key, value) ->
              assertThat(NodeProcess.payload(client.call("0xS:0x0cafe:" + key)))
                  .isEqualTo(value.toString()));
    }
  }
}
