package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.command.Principal;
import io.cmesh.api.provider.Role;
import io.cmesh.runtime.JdkDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerInstancesTest {
  private static final Principal SELF = Principal.node("did:key:self");

  @TempDir Path home;

  private List<String> directories(String role) throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("data"))) {
      return all.map(p -> p.getFileName().toString())
          .filter(name -> name.startsWith(role + "-"))
          .sorted()
          .toList();
    }
  }

  private void make(String directory, int bytes) throws IOException {
    Path inner = home.resolve("data").resolve(directory).resolve("inner");
    Files.createDirectories(inner);
    Files.write(inner.resolve("file"), new byte[bytes]);
    Files.createDirectories(home.resolve("data").resolve(directory).resolve("empty"));
  }

  private FormerInstances former(long maxBytes) {
    return new FormerInstances(new JdkDisk(), home.resolve("data"), maxBytes);
  }

  @Test
  void afterManySwapsThePresentInstanceAndTheOneBeforeAreThere() throws Exception {
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.kernel.cfg"), "swap.watch = 100ms");
    try (TestNode node = TestNode.start(home, "state = memory")) {
      for (String provider : List.of("rocksdb", "memory", "rocksdb")) {
        TestNode.get(node.node.admin().swap(Role.STATE, provider, SELF));
      }

      await().atMost(TestNode.soon()).until(() -> directories("state").size() == 2);
      assertThat(directories("state"))
          .anySatisfy(name -> assertThat(name).startsWith("state-memory-"))
          .anySatisfy(name -> assertThat(name).startsWith("state-rocksdb-"));
    }
  }

  @Test
  void whatIsLeftOfBeforeIsDeletedAtTheStart() throws Exception {
    TestNode.start(home, "state = memory").close();
    make("state-rocksdb-900", 1);
    make("state-memory-0", 1);

    TestNode.start(home, "state = memory").close();

    assertThat(directories("state")).hasSize(2).contains("state-memory-0");
  }

  @Test
  void aCandidateThatIsTurnedAwayLeavesNothing() throws Exception {
    try (TestNode node = TestNode.start(home, "state = rocksdb")) {
      Files.writeString(home.resolve("etc/io.cmesh.state.memory.cfg"), "maxBytes = 1");
      node.person();

      assertThatThrownBy(() -> TestNode.get(node.node.admin().swap(Role.STATE, "memory", SELF)))
          .hasStackTraceContaining("expected: at most 1");

      await().atMost(TestNode.soon()).until(() -> directories("state").size() == 1);
    }
  }

  @Test
  void ofEachRoleTheOneBeforeIsKeptAndWhatIsStillOpen() throws Exception {
    for (String name : List.of("state-a-1", "state-b-3", "state-a-5", "state-a-7", "iam-local-2")) {
      make(name, 10);
    }
    make("keys", 10);

    former(1000).sweep(Map.of(Role.STATE, "state-a-5"), Set.of("state-a-1"), false);

    assertThat(directories("state"))
        .containsExactly("state-a-1", "state-a-5", "state-a-7", "state-b-3");
    assertThat(directories("iam")).containsExactly("iam-local-2");
    former(1000).sweep(Map.of(Role.STATE, "state-a-5"), Set.of(), true);
    assertThat(directories("state")).containsExactly("state-a-5", "state-b-3");
    assertThat(home.resolve("data/keys/inner/file")).exists();
  }

  @Test
  void theYoungerAreKeptWithinTheBudget() throws Exception {
    make("state-a-1", 600);
    make("state-a-9", 5000);
    make("consensus-solo-4", 600);

    former(1000)
        .sweep(Map.of(Role.STATE, "state-a-9", Role.CONSENSUS, "consensus-solo-8"), Set.of(), true);

    assertThat(directories("state")).containsExactly("state-a-9");
    assertThat(directories("consensus")).containsExactly("consensus-solo-4");
  }
}
