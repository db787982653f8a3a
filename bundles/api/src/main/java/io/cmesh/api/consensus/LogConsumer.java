package io.cmesh.api.consensus;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes what the log delivers. The kernel's applier implements it. Called by one thread at a time,
 * in order.
 */
@ConsumerType
@FunctionalInterface
public interface LogConsumer {
  /** One committed entry, exactly once per start; must not block for long and must not throw. */
  void deliver(LogEntry entry);
}
