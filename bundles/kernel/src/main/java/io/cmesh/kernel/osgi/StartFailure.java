package io.cmesh.kernel.osgi;

import io.cmesh.api.Bytes;
import io.cmesh.api.provider.Disk;
import io.cmesh.kernel.node.Platform;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves {@code HOME/start-failure.txt} for whoever started the node and waits: one line that says
 * what is wrong and what to do.
 */
final class StartFailure {
  private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

  private StartFailure() {}

  static void tell(Platform platform, String text) {
    Path file = platform.configuration().home().resolve("start-failure.txt");
    try {
      platform.disk().delete(file);
      try (Disk.DiskFile out = platform.disk().open(file)) {
        out.write(Bytes.utf8(text + "\n").toBuffer(), 0);
      }
    } catch (IOException e) {
      LOG.error("{} could not be written", file, e);
    }
  }
}
