package io.cmesh.api.provider;

/** How a provider's data moves to another provider of the role. */
public enum HandOver {
  /** It has no data of its own. */
  STATELESS,
  /** It has data that cannot be moved: a swap loses it. */
  NONE,
  /** A snapshot is taken out and loaded into the other. */
  SNAPSHOT
}
