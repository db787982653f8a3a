package io.cmesh.itests.container;

import java.nio.file.Path;
import org.ops4j.pax.exam.Option;

/** The same on the newest JDK. */
@OnNewestJdk
public class DistributionOnNewestJdkIT extends DistributionIT {
  private static final int OFFSET = 23_300;

  public static Option[] configuration() {
    return Distribution.started(OFFSET, Path.of("target/exam-home-newest"));
  }
}
