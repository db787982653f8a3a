package io.cmesh.kernel.osgi;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists of features that the container is configured with. It reads them once, at its first
 * boot, and goes on without one that cannot be read just then; adding them again is what makes up
 * for it, and changes nothing where they are there.
 */
final class FeatureLists {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureLists.class);

  private FeatureLists() {}

  static void add(FeaturesService features, BundleContext context) throws Exception {
    String etc = context.getProperty("karaf.etc");
    if (etc == null) {
      return;
    }
    for (String list : configured(Path.of(etc)).split(",")) {
      if (!list.isBlank()) {
        LOG.info("reading {} again", list.trim());
        features.addRepository(URI.create(list.trim()));
      }
    }
  }

  private static String configured(Path etc) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(etc.resolve("org.apache.karaf.features.cfg"))) {
      properties.load(in);
    }
    return properties.getProperty("featuresRepositories", "");
  }
}
