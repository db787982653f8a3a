package io.cmesh.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs of this machine. */
final class Jdks {
  private static final Path PLACE = Path.of("/usr/lib/jvm");

  private Jdks() {}

  /** A JDK. */
  record Jdk(Path home, int major) {}

  /** The newest one that is newer than the one that runs the tests. */
  static Optional<Jdk> newer() {
    if (!Files.isDirectory(PLACE)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(PLACE)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> Files.isReadable(home.resolve("release")))
          .map(home -> new Jdk(home, major(home)))
          .filter(jdk -> jdk.major() > Runtime.version().feature())
          .max(Comparator.comparingInt(Jdk::major));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int major(Path home) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]")[0]);
  }
}
