package io.cmesh.api.router;

import io.cmesh.api.fqmn.Fqmn;
import org.osgi.annotation.versioning.ConsumerType;

/** From FQMN to route. Thread-safe; keeps nothing between calls that a view does not give. */
@ConsumerType
public interface Router {
  /**
   * Finds the way of a request.
   *
   * @throws io.cmesh.api.error.MeshException 404 for an unknown name or node, 400 for a loop, a
   *     fourth hop (both show the path), or a part that both name and call bring; 403 for {@code
   *     0xA}
   */
  Route route(Fqmn asked, NameLookup names);
}
