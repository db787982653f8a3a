package io.cmesh.api.router;

import io.cmesh.api.registrar.NameRecord;
import java.util.Optional;

/** Asks the registrar of the same assembly, on the same view. */
@FunctionalInterface
public interface NameLookup {
  /**
   * The record of a name, whatever its case; throws {@link io.cmesh.api.error.MeshException} for a
   * wrong suffix (404).
   */
  Optional<NameRecord> find(String name);
}
