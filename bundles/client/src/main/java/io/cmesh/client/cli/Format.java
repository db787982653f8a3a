package io.cmesh.client.cli;

import java.util.Locale;

/** How answers are printed. */
enum Format {
  /** For people. */
  TABLE,
  /** JSON. */
  JSON,
  /** YAML. */
  YAML;

  /** As people write it, and as completion offers it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
