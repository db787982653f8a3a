package io.cmesh.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie: the checkout that is tested, and the distribution that was built from it. */
public final class Checkout {
  private Checkout() {}

  /** The checkout's root. */
  public static Path root() {
    return Path.of(System.getProperty("cmesh.checkout", "..")).toAbsolutePath().normalize();
  }

  /** The distribution's root: {@code cmesh} lies there. */
  public static Path distribution() {
    String path = System.getProperty("cmesh.distribution");
    return path == null
        ? root().resolve("karaf-assembly/target/assembly")
        : Path.of(path).toAbsolutePath().normalize();
  }

  /** The directories of all bundles: those with a {@code bnd.bnd}. */
  public static List<Path> bundles() {
    return find("bnd.bnd").map(Path::getParent).toList();
  }

  /** Files of the checkout by their name's end, sorted; build output and hidden ones left out. */
  public static Stream<Path> find(String suffix) {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> !generated(root().relativize(file)))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean generated(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.equals("target") || name.equals("node_modules") || name.startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** A file's text. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
