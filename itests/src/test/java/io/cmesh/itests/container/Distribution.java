package io.cmesh.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.mavenBundle;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import io.cmesh.itests.node.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.karaf.options.KarafExamSystemConfigurationOption;
import org.ops4j.pax.exam.options.extra.VMOption;

/** How Pax Exam starts the real distribution. */
final class Distribution {
  private static final String JUNIT = "5.14.4";
  private static final String PLATFORM = "1.14.4";

  private Distribution() {}

  /** The distribution on an empty home, all ports shifted by {@code offset}. */
  static Option[] started(int offset, Path home, Option... more) {
    prepare(home, offset);
    return options(
        karafDistributionConfiguration()
            .frameworkUrl(archive().toUri().toString())
            .name("CMesh")
            .karafVersion(System.getProperty("karaf.version", "4.4.10"))
            .unpackDirectory(new File("target/exam"))
            .useDeployFolder(false),
        configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
        new KarafExamSystemConfigurationOption("jupiter"),
        systemTimeout(60_000),
        composite(vmOptions(home)),
        composite(jupiter()),
        bundle(InContainer.invokerBundle().toUri().toString()),
        composite(more));
  }

  private static void prepare(Path home, int offset) {
    try {
      if (Files.exists(home)) {
        try (Stream<Path> files = Files.walk(home)) {
          files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
      }
      Files.createDirectories(home.resolve("etc"));
      Files.writeString(home.resolve("etc/io.cmesh.node.cfg"), "portOffset = " + offset + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path archive() {
    String name = "io.cmesh.karaf-assembly-" + System.getProperty("cmesh.version") + ".tar.gz";
    return Checkout.root().resolve("karaf-assembly/target").resolve(name);
  }

  private static Option[] vmOptions(Path home) {
    Stream<String> opened =
        Stream.of("security", "net", "lang", "util")
            .flatMap(name -> Stream.of("--add-opens", "java.base/java." + name + "=ALL-UNNAMED"));
    Stream<String> others =
        Stream.of(
            "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
            "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Dcmesh.home=" + home.toAbsolutePath(),
            "-Dcmesh.dist=.",
            "-Dcmesh.etc=etc",
            "-Dcmesh.log.format=plain",
            "-Dcmesh.log.level=INFO",
            "-classpath",
            "lib/jdk9plus/*" + File.pathSeparator + "lib/boot/*");
    return Stream.concat(opened, others).map(VMOption::new).toArray(Option[]::new);
  }

  // jupiter-api needs capabilities of its engine, so the whole family goes in.
  private static Option[] jupiter() {
    return Stream.concat(
            List.of("junit-jupiter-api", "junit-jupiter-engine").stream()
                .map(name -> mavenBundle("org.junit.jupiter", name, JUNIT)),
            Stream.concat(
                List.of(
                        "junit-platform-commons",
                        "junit-platform-engine",
                        "junit-platform-launcher")
                    .stream()
                    .map(name -> mavenBundle("org.junit.platform", name, PLATFORM)),
                Stream.of(mavenBundle("org.opentest4j", "opentest4j", "1.3.0"))))
        .toArray(Option[]::new);
  }
}
