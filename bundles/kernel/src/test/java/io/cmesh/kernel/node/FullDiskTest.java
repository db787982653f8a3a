package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path home;

  @Test
  void onAFullDiskAWriteIsRefusedClearlyReadsGoOnAndWritesAreBackWithTheRoom() throws Exception {
    FaultyDisk disk = new FaultyDisk(new JdkDisk());
    try (TestNode node = TestNode.start(home, disk, "state = memory")) {
      TestNode.Person ann = node.person();
      assertThat(ann.call("0xSW:0x001:k:1").status()).isEqualTo(Status.OK);

      disk.fillAfter(0);
      Message refused = ann.call("0xSW:0x001:k:2");
      assertThat(refused.status()).isEqualTo(Status.INSUFFICIENT_STORAGE);
      assertThat(refused.payload().utf8()).contains("\"code\":\"CMESH-", "hint");
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");

      disk.makeRoom();
      await().atMost(TestNode.soon()).until(() -> ann.call("0xSW:0x001:k:3").status() == Status.OK);
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("3");
    }
    try (TestNode node = TestNode.start(home, "state = memory")) {
      assertThat(node.node.admin().status().health().grade()).isEqualTo(Health.Grade.OK);
    }
  }

  @Test
  void whileTheStoreIsFullReadsGoOnWithoutWhatItCouldNotTake() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.state.memory.cfg"), "maxBytes = 512KiB");
    Files.writeString(home.resolve("etc/io.cmesh.kernel.cfg"), "write.timeout = 1s");
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      assertThat(ann.call("0xSW:0x001:k:1").status()).isEqualTo(Status.OK);
      String large = "x".repeat(30_000);
      Message refused = ann.call("0xSW:0x001:large0:" + large);
      for (int i = 1; i < 20 && refused.status() == Status.OK; i++) {
        refused = ann.call("0xSW:0x001:large" + i + ":" + large);
      }

      assertThat(refused.status()).isEqualTo(Status.TIMEOUT);
      assertThat(refused.payload().utf8()).contains("CMESH-KRN-005");
      assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo("1");
      assertThat(node.node.admin().status().health().text()).contains("writes wait");
    }
  }
}
