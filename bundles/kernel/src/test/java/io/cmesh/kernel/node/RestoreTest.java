package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.TestKeys;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores that are killed, and restores onto another node. */
class RestoreTest {
  private static final Principal SELF = Principal.node("did:key:self");

  @TempDir Path dir;

  /** A disk of a process that is killed after so many changes: none reaches it from then on. */
  private static final class Mortal {
    private static final Set<String> CHANGES =
        Set.of("write", "force", "truncate", "move", "delete", "forceDirectory", "open");

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    Disk disk() {
      return proxy(Disk.class, new JdkDisk());
    }

    void killAfter(int changes) {
      left.set(changes);
    }

    boolean isDead() {
      return left.get() < 0;
    }

    private <T> T proxy(Class<T> type, T real) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> call(real, method, arguments)));
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
      if (CHANGES.contains(method.getName()) && left.getAndUpdate(n -> Math.max(n - 1, -1)) <= 0) {
        throw new IOException("killed");
      }
      try {
        Object answer = method.invoke(real, arguments);
        return answer instanceof Disk.DiskFile file ? proxy(Disk.DiskFile.class, file) : answer;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  private static String value(TestNode node, TestNode.Person who, String key) throws Exception {
    return node.as(who).call("0xS:0x001:" + key).payload().utf8();
  }

  @Test
  void aRestoreThatIsKilledAnywhereLeavesTheOldDataOrTheNew() throws Exception {
    int kills = 0;
    boolean old = false;
    for (boolean done = false; !done; kills++) {
      Path home = dir.resolve("home-" + kills);
      Mortal mortal = new Mortal();
      TestNode node = TestNode.start(home, mortal.disk(), "state = memory");
      TestNode.Person ann = node.person();
      ann.call("0xSW:0x001:a:\"old\"");
      ann.call("0xSW:0x001:b:\"old\"");
      Path file = dir.resolve("backup-" + kills);
      TestNode.get(node.node.admin().backup(file, SELF));
      ann.call("0xSW:0x001:a:\"new\"");
      ann.call("0xSW:0x001:b:\"new\"");

      mortal.killAfter(kills);
      try {
        TestNode.get(node.node.admin().restore(file, SELF));
      } catch (ExecutionException e) {
        assertThat(e).hasStackTraceContaining("killed");
      }
      done = !mortal.isDead();
      node.abandon();

      try (TestNode again = TestNode.start(home, "state = memory")) {
        assertThat(value(again, ann, "a")).isIn("\"old\"", "\"new\"");
        assertThat(value(again, ann, "b")).isEqualTo(value(again, ann, "a"));
        old |= value(again, ann, "a").equals("\"old\"");
        Message write = again.as(ann).call("0xSW:0x001:c:1");
        assertThat(write.status()).isEqualTo(Status.OK);
      }
    }
    assertThat(kills).isGreaterThan(5);
    assertThat(old).isTrue();
  }

  @Test
  void aDirectoryIsNoBackupAndTheCallersMistake() throws Exception {
    try (TestNode node = TestNode.start(dir.resolve("home"), "state = memory")) {
      ExecutionException e =
          catchThrowableOfType(
              ExecutionException.class,
              () -> node.node.admin().restore(dir, SELF).toCompletableFuture().get());

      MeshException refusal = (MeshException) e.getCause();
      assertThat(refusal.status()).isEqualTo(Status.BAD_REQUEST);
      assertThat(refusal.text()).contains("is a directory");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "rocksdb"})
  void aBackupIsRestoredOntoAnotherNodeWhichGoesOnFromThere(String state) throws Exception {
    TestKeys keys = new TestKeys();
    Path file = dir.resolve("backup");
    try (TestNode one = TestNode.start(dir.resolve("one"), "state = " + state)) {
      TestNode.Person ann = one.person(keys);
      ann.call("0xSW:0x001:a:\"of one\"");
      ann.call("0xRW:anns.mcom:0xS:0x001:a");
      Path earlier = dir.resolve("earlier");
      TestNode.get(one.node.admin().backup(earlier, SELF));
      TestNode.get(one.node.admin().restore(earlier, SELF));
      TestNode.get(one.node.admin().swap(Role.CONSENSUS, "mock", SELF));
      for (int i = 0; i < 50; i++) {
        ann.call("0xSW:0x001:k" + i + ":" + i);
      }
      TestNode.get(one.node.admin().backup(file, SELF));
    }

    Path home = dir.resolve("two");
    String name;
    try (TestNode two = TestNode.start(home, "state = " + state)) {
      TestNode.Person bob = two.person();
      bob.call("0xSW:0x002:b:\"of two\"");

      TestNode.get(two.node.admin().restore(file, SELF));

      assertThat(bob.call("0xS:0x002:b").status()).isEqualTo(Status.UNAUTHORIZED);
      TestNode.Person ann = two.person(keys);
      assertThat(ann.call("0xS:0x001:a").payload().utf8()).isEqualTo("\"of one\"");
      assertThat(ann.call("0xR:anns.mcom").payload().utf8()).isEqualTo("\"of one\"");
      // The directory of this log has the name that the log on the first node had.
      TestNode.get(two.node.admin().swap(Role.CONSENSUS, "mock", SELF));
      assertThat(two.node.admin().roles().stream().map(r -> r.directory()).toList())
          .contains("data/consensus-mock-8");
      assertThat(ann.call("0xSW:0x001:a:\"of two\"").status()).isEqualTo(Status.OK);
      assertThat(ann.call("0xE:events.state.contracts.0x001.a:read:{\"from\":1}").payload().utf8())
          .contains("of two")
          .doesNotContain("of one");
      name = ann.token;
    }
    try (TestNode two = TestNode.start(home, "state = " + state)) {
      Message read = TestNode.get(two.node.dispatcher().dispatch(request(name), origin()));
      assertThat(read.payload().utf8()).isEqualTo("\"of two\"");
    }
  }

  private static Message request(String token) {
    return Message.request(TestNode.newId(), "0xS:0x001:a", token);
  }

  private static io.cmesh.api.node.Origin origin() {
    return io.cmesh.api.node.Origin.of("test", "");
  }
}
