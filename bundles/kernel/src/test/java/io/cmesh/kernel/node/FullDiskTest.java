package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of the events' own that is full while the log's has room. */
class FullDiskTest {
  @TempDir Path home;
  private final FaultyDisk small = new FaultyDisk(new JdkDisk());

  /** What lies below a directory of that beginning is on the small disk. */
  private Disk disk(String directory) {
    Disk large = new JdkDisk();
    return (Disk)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Disk.class},
            (self, method, arguments) -> {
              boolean there = arguments[0].toString().contains("/data/" + directory);
              try {
                return method.invoke(there ? small : large, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void eventsAreReadWhileNoneCanBeWrittenAndComeOutOnceThereIsRoom() throws Exception {
    try (TestNode node = TestNode.start(home, disk("events-"), "state = memory")) {
      TestNode.Person ann = node.person();
      assertThat(ann.call("0xEW:news.a:1").status()).isEqualTo(Status.OK);
      small.fillAfter(0);

      Message refused = TestNode.get(ann.begin("0xEW:news.a:2"));

      assertThat(refused.status()).isEqualTo(Status.UNAVAILABLE);
      assertThat(refused.payload().utf8()).contains("CMESH-EVT-007").contains("room");
      assertThat(ann.call("0xE:news.a").payload().utf8()).endsWith("\"payload\":1}");
      assertThat(ann.call("0xE:news.a:info").status()).isEqualTo(Status.OK);

      small.makeRoom();
      await()
          .atMost(TestNode.soon())
          .untilAsserted(
              () -> assertThat(ann.call("0xE:news.a").payload().utf8()).endsWith("\"payload\":2}"));
    }
  }
}
