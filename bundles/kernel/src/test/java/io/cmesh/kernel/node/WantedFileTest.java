package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.provider.Role;
import io.cmesh.runtime.JdkDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedFileTest {
  @TempDir Path home;

  @Test
  void whatASwapWroteIsKnownFromWhatSomebodyWished() throws Exception {
    WantedFile file = new WantedFile(new JdkDisk(), home);
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.roles.cfg"), "# mine\nstate = rocksdb\n");
    assertThat(file.wrote(Role.STATE, "rocksdb")).isFalse();

    file.set(Role.STATE, "memory");
    file.set(Role.STATE, "rocksdb");

    assertThat(file.wrote(Role.STATE, "rocksdb")).isTrue();
    assertThat(file.wrote(Role.STATE, "memory")).isFalse();
    assertThat(file.wrote(Role.IAM, "rocksdb")).isFalse();
    assertThat(Files.readAllLines(home.resolve("etc/io.cmesh.roles.cfg")))
        .containsExactly("# mine", "state = rocksdb");
  }
}
