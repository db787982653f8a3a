package io.cmesh.client.cli;

/** How answers are printed. */
enum Format {
  /** For people. */
  TABLE,
  /** JSON. */
  JSON,
  /** YAML. */
  YAML
}
