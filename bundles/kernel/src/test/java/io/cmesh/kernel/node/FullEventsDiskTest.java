package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full for events alone: audit log, command log and state go on. */
class FullEventsDiskTest {
  private static final String WRITE = "0xSW:0x001:k:";

  @TempDir Path home;

  private static Disk events(FaultyDisk ofEvents) {
    Disk others = new JdkDisk();
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (self, method, arguments) -> {
              boolean event = arguments[0].toString().contains("/events-");
              try {
                return method.invoke(event ? ofEvents : others, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Message refused(TestNode.Person ann) throws Exception {
    for (int i = 0; i < 1000; i++) {
      Message answer = ann.call(WRITE + i);
      if (answer.status() != Status.OK) {
        return answer;
      }
    }
    throw new AssertionError("a thousand writes without room for their events");
  }

  @Test
  void writesAreRefusedSteadilyReadsGoOnAndNoEventIsLost() throws Exception {
    FaultyDisk disk = new FaultyDisk(new JdkDisk());
    try (TestNode node = TestNode.start(home, events(disk), "state = memory")) {
      TestNode.Person ann = node.person();
      ann.call(WRITE + "1");
      disk.fillAfter(0);

      assertThat(refused(ann).status()).isEqualTo(Status.UNAVAILABLE);
      String last = ann.call("0xS:0x001:k").payload().utf8();
      long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      // Fewer than the final hashes that may wait.
      for (int i = 0; i < 20_000 && System.nanoTime() < end; i++) {
        Message again = ann.call(WRITE + "7");
        assertThat(again.status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(again.payload().utf8()).contains("CMESH-KRN-024", "retryAfterSeconds");
        assertThat(ann.call("0xS:0x001:k").payload().utf8()).isEqualTo(last);
      }

      disk.makeRoom();
      await().atMost(TestNode.soon()).until(() -> ann.call(WRITE + "8").status() == Status.OK);
      assertThat(ann.call("0xE:events.state.contracts.0x001.k:read:{\"from\":1}").payload().utf8())
          .contains("\"payload\":1}", "\"payload\":" + last + "}", "\"payload\":8}");
    }
  }

  @Test
  void whileTheEventsRoleIsAwayAWriteIsToldThat() throws Exception {
    try (TestNode node = TestNode.start(home, "state = memory")) {
      TestNode.Person ann = node.person();
      node.node.goes(Role.EVENTS, "local");

      for (int i = 0; i < 3; i++) {
        Message refused = ann.call(WRITE + i);
        assertThat(refused.status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(refused.payload().utf8()).contains("nobody fills the role events now");
      }
    }
  }
}
