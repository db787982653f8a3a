package io.cmesh.api.provider;

import java.util.List;
import java.util.Set;

/**
 * What a provider is.
 *
 * @param name {@code [a-z0-9-]+}, unique in its role; its configuration PID is {@code
 *     io.cmesh.<role>.<name>}
 * @param version of the bundle
 * @param durable whether what it acknowledges survives a crash by itself
 * @param shared whether all nodes of a cluster reach the same data through it
 * @param exclusive what only one instance at a time can hold (a port, a device): a swap must then
 *     hold requests
 * @param settings its configuration keys
 */
public record Descriptor(
    Role role,
    String name,
    String version,
    boolean durable,
    boolean shared,
    HandOver handOver,
    Set<String> exclusive,
    List<Setting> settings) {
  /** Keeps unmodifiable copies. */
  public Descriptor {
    exclusive = Set.copyOf(exclusive);
    settings = List.copyOf(settings);
  }

  /** {@code rocksdb/0.1.0}, as in layers. */
  public String label() {
    return name + "/" + version;
  }
}
