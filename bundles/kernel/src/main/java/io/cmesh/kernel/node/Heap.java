package io.cmesh.kernel.node;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/** How full the heap is. */
final class Heap {
  private Heap() {}

  /**
   * How much of the largest heap pool was in use after its last collection: 0 to 1; 0 where it was
   * not collected yet.
   */
  static double full() {
    double most = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      if (left != null && left.getMax() > 0) {
        most = Math.max(most, (double) left.getUsed() / left.getMax());
      }
    }
    return most;
  }
}
