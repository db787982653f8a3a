package io.cmesh.kernel.handlers.contracts;

import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;

/** A scan whose keys have lost their first bytes: the address that a contract need not see. */
final class Relative implements Scan {
  private final Scan scan;
  private final int prefix;

  Relative(Scan scan, int prefix) {
    this.scan = scan;
    this.prefix = prefix;
  }

  @Override
  public boolean hasNext() {
    return scan.hasNext();
  }

  @Override
  public StateEntry next() {
    StateEntry e = scan.next();
    return new StateEntry(
        e.namespace(), e.key().slice(prefix, e.key().size()), e.value(), e.version());
  }

  @Override
  public void close() {
    scan.close();
  }
}
