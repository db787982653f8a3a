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
import java.nio.file.Path;
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

  /** The distribution with a port offset of its own, under {@code java}'s JVM options. */
  static Option[] started(int offset, Path home, Option... more) {
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
        composite(vmOptions(offset, home)),
        composite(jupiter()),
        bundle(InContainer.invokerBundle().toUri().toString()),
        composite(more));
  }

  private static Path archive() {
    String name = "io.cmesh.karaf-assembly-" + System.getProperty("cmesh.version") + ".tar.gz";
    return Checkout.root().resolve("karaf-assembly/target").resolve(name);
  }

  private static Option[] vmOptions(int offset, Path home) {
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
            "-Dcmesh.offset=" + offset,
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
