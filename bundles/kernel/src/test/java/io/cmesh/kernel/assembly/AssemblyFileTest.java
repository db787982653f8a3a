package io.cmesh.kernel.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.AssemblyFile.Content;
import io.cmesh.kernel.assembly.AssemblyFile.Entry;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.tck.support.FaultyDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblyFileTest {
  private static final Content OLD =
      new Content(3, Map.of(Role.STATE, new Entry("rocksdb", "state-rocksdb-1")), List.of());
  private static final Content NEW =
      new Content(
          4,
          Map.of(
              Role.STATE, new Entry("memory", "state-memory-4"),
              Role.CONSENSUS, new Entry("solo", "consensus-solo-2")),
          List.of(new Entry("mock", "consensus-mock-1")));

  @TempDir Path home;

  private AssemblyFile file(Disk disk) {
    return new AssemblyFile(disk, home);
  }

  @Test
  void aNewHomeHasNothing() {
    assertThat(file(new JdkDisk()).read()).isEqualTo(Content.EMPTY);
  }

  @Test
  void whatWasWrittenIsReadAndReplaced() {
    file(new JdkDisk()).write(OLD);
    assertThat(file(new JdkDisk()).read()).isEqualTo(OLD);

    file(new JdkDisk()).write(NEW);
    assertThat(file(new JdkDisk()).read()).isEqualTo(NEW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"format\":1,\"generation\":1",
        "{\"format\":2,\"generation\":1}",
        "{\"format\":\"one\"}",
        "{\"format\":1,\"generation\":\"many\"}",
        "{\"format\":1,\"state\":\"rocksdb\"}",
        "{\"format\":1,\"state\":{\"provider\":\"rocksdb\"",
        "{\"format\":1,\"state\":{\"provider\":\"rocksdb\",\"direc",
        "{\"format\":1,\"punchcards\":{\"provider\":\"a\",\"directory\":\"b\"}}",
        "{\"format\":1,\"state\":{}}",
        "{\"format\":1,\"state\":{\"provider\":null,\"directory\":\"b\"}}",
        "{\"format\":1,\"state\":{\"provider\":\"a\",\"directory\":\"../../b\"}}"
      })
  void aDamagedFileIsRefusedByNameAndTheStartWithIt(String text) throws Exception {
    Files.writeString(home.resolve("assembly.json"), text);

    MeshException e = catchThrowableOfType(MeshException.class, () -> file(new JdkDisk()).read());

    assertThat(e).isNotNull();
    assertThat(e.status()).isEqualTo(Status.INTERNAL);
    assertThat(e.code()).isEqualTo("CMESH-ASM-003");
    assertThat(e.text()).contains("assembly.json").doesNotContain("REDACTED", "\n");
    assertThat(e.hint().orElseThrow()).contains("backup");
  }

  @Test
  void membersItDoesNotKnowInsideARoleArePassedOver() throws Exception {
    Files.writeString(
        home.resolve("assembly.json"),
        "{\"format\":1,\"generation\":9,\"state\":"
            + "{\"since\":\"today\",\"provider\":\"a\",\"directory\":\"a-1\"}}");

    assertThat(file(new JdkDisk()).read())
        .isEqualTo(new Content(9, Map.of(Role.STATE, new Entry("a", "a-1")), List.of()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 10, 60, 100})
  void aDiskThatRunsFullWhileItIsWrittenLeavesTheOldOne(long room) throws Exception {
    FaultyDisk disk = new FaultyDisk(new JdkDisk());
    file(disk).write(OLD);
    disk.fillAfter(room);

    assertThatThrownBy(() -> file(disk).write(NEW))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-ASM-004"));

    assertThat(file(disk).read()).isEqualTo(OLD);
    disk.makeRoom();
    file(disk).write(NEW);
    assertThat(file(disk).read()).isEqualTo(NEW);
  }

  @Test
  void aFailedFsyncLeavesTheOldOne() throws Exception {
    FaultyDisk disk = new FaultyDisk(new JdkDisk());
    file(disk).write(OLD);
    disk.failForces(1);

    assertThatThrownBy(() -> file(disk).write(NEW)).isInstanceOf(MeshException.class);

    disk.crash();
    assertThat(file(disk).read()).isEqualTo(OLD);
  }

  @Test
  void whatWasWrittenSurvivesACrashAtOnce() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      FaultyDisk disk = new FaultyDisk(new JdkDisk());
      file(disk).write(seed % 2 == 0 ? OLD : NEW);
      disk.crashTorn(new Random(seed));
      assertThat(file(disk).read()).isEqualTo(seed % 2 == 0 ? OLD : NEW);
    }
  }

  @FuzzTest
  void anyFileIsReadOrRefusedByName(byte[] bytes) throws Exception {
    Path dir = Files.createTempDirectory("assembly");
    Path file = dir.resolve("assembly.json");
    try {
      Files.write(file, bytes);
      new AssemblyFile(new JdkDisk(), dir).read();
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo("CMESH-ASM-003");
    } finally {
      Files.deleteIfExists(file);
      Files.delete(dir);
    }
  }
}
