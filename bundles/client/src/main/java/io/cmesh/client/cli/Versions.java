package io.cmesh.client.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"cmesh " + version() + " (Java " + Runtime.version() + ")"};
  }

  static String version() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
