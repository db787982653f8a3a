package io.cmesh.api.router;

import io.cmesh.api.fqmn.Fqmn;
import java.util.List;

/**
 * Where a request goes.
 *
 * @param asked as the client wrote it
 * @param resolved what is executed: no names left in it but in {@code 0xR:<name>} that ends at a
 *     bare contract, in {@code 0xRW}, and behind {@code 0xP}
 * @param hops the names on the way, at most three
 */
public record Route(Fqmn asked, Fqmn resolved, List<Hop> hops) {
  /** The longest way. */
  public static final int MAX_HOPS = 3;

  /** Keeps an unmodifiable copy. */
  public Route {
    hops = List.copyOf(hops);
  }
}
