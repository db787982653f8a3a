package io.cmesh.tck;

import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;

/**
 * What a provider can reach in its role's kit. The first is needed by all; the two others are
 * independent marks, which a provider claims in its {@link Descriptor} and is held to.
 */
public enum Level {
  /** Does what the role is for. */
  BASIC("basic", "Does what the role is for."),
  /** What it acknowledges survives a crash by itself. */
  DURABLE("durable", "What it acknowledges survives a crash by itself."),
  /** It can be swapped for another provider of the role, both ways, and nothing is lost. */
  HAND_OVER("hand-over", "It can be swapped for another of its role, and nothing is lost.");

  private final String tag;
  private final String meaning;

  Level(String tag, String meaning) {
    this.tag = tag;
    this.meaning = meaning;
  }

  /** As in reports, and as a JUnit tag; sentences of the basic level have none. */
  public String tag() {
    return tag;
  }

  /** One sentence for people. */
  public String meaning() {
    return meaning;
  }

  /** Whether a provider says that it reaches this level. */
  public boolean isClaimedBy(Descriptor descriptor) {
    return switch (this) {
      case BASIC -> true;
      case DURABLE -> descriptor.durable();
      case HAND_OVER -> descriptor.handOver() != HandOver.NONE;
    };
  }
}
