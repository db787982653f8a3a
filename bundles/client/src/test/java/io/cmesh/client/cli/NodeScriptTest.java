package io.cmesh.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/cmesh-node}, with a JVM that ends at once. */
final class NodeScriptTest {
  private static final Path SCRIPT =
      Path.of("../../karaf-assembly/src/main/distribution/bin/cmesh-node");

  @TempDir Path directory;

  @BeforeEach
  void distribution() throws IOException {
    Files.createDirectories(directory.resolve("dist/bin"));
    Files.copy(SCRIPT, directory.resolve("dist/bin/cmesh-node"));
    Files.createDirectories(directory.resolve("dist/etc"));
    Files.writeString(directory.resolve("dist/etc/startup.properties"), "# two\na = 1\nb = 2\n");
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/usr/bin/env bash\nexit 0\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aCacheThatAKillLeftHalfFilledIsFilledAnew() throws Exception {
    Path first = installed("bundle1/version0.0");

    start();

    assertThat(first).doesNotExist();
  }

  @Test
  void aWholeCacheIsKept() throws Exception {
    Path first = installed("bundle1/version0.0");
    installed("bundle2/version0.0");

    start();

    assertThat(first).exists();
  }

  @Test
  void onAFullDiskNothingIsStartedAndTheDiskIsNamed() throws Exception {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    Path df = Files.writeString(tools.resolve("df"), "#!/bin/sh\necho 'x 9 9 7 99% /small disk'\n");
    assertThat(df.toFile().setExecutable(true)).isTrue();

    ProcessBuilder script = script();
    script.environment().merge("PATH", tools + ":", (path, first) -> first + path);
    int code = script.start().waitFor();

    assertThat(code).isEqualTo(1);
    assertThat(directory.resolve("out"))
        .content()
        .contains("the disk /small disk is full: 7 KiB are left for home", "Make room there");
    assertThat(directory.resolve("home")).doesNotExist();
  }

  @Test
  void aLogFormatThatThereIsNotIsRefused() throws Exception {
    ProcessBuilder script = script();
    script.environment().put("CMESH_IO_CMESH_NODE_LOG_FORMAT", "xml");

    assertThat(script.start().waitFor()).isEqualTo(2);
    assertThat(directory.resolve("out"))
        .content()
        .contains("io.cmesh.node.log.format = xml (expected: one of plain json)");
  }

  private Path installed(String revision) throws IOException {
    Path cache = directory.resolve("home/data/karaf/cache");
    Path location = Files.createDirectories(cache.resolve(revision)).resolve("revision.location");
    return Files.writeString(location, "file:x");
  }

  private void start() throws Exception {
    int code = script().start().waitFor();
    assertThat(code).as(Files.readString(directory.resolve("out"))).isZero();
  }

  private ProcessBuilder script() {
    ProcessBuilder script =
        new ProcessBuilder("bash", "dist/bin/cmesh-node", "--home", "home")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile());
    script.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    return script;
  }
}
