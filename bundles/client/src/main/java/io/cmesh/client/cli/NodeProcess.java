package io.cmesh.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The process of a home's node, where it runs on this machine.
 *
 * @param pid empty where none runs
 * @param residentKiB where the system tells, which Linux does
 */
record NodeProcess(Optional<Long> pid, OptionalLong residentKiB) {
  private static final String RESIDENT = "VmRSS:";

  static NodeProcess of(Path home) {
    Optional<Long> pid = read(home.resolve("cmesh.pid")).filter(NodeProcess::alive);
    return new NodeProcess(pid, pid.map(NodeProcess::resident).orElseGet(OptionalLong::empty));
  }

  private static Optional<Long> read(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.matches("\\d{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static OptionalLong resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
