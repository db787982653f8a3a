package io.cmesh.doors.mesh;

import io.cmesh.api.node.Admin;
import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * What the node knows of itself, for {@code /metrics}: index and block of the last command applied,
 * the assembly's generation, how long the boot took, and the grade of each role's health (0 ok, 1
 * warn, 2 degraded, 3 down). Read when scraped, at most once a second.
 */
@Component(
    immediate = true,
    service = {})
public final class NodeMetrics {
  private static final long FRESH_MILLIS = 1_000;

  private final MeterRegistry registry;
  private final Admin admin;
  private final Clock clock;
  private final List<Meter> meters = new ArrayList<>();
  private volatile Seen seen;

  private record Seen(NodeStatus status, long atMillis) {}

  /** Registers the gauges. */
  @Activate
  public NodeMetrics(
      @Reference MeterRegistry registry, @Reference Admin admin, @Reference Clock clock) {
    this.registry = registry;
    this.admin = admin;
    this.clock = clock;
    this.seen = new Seen(admin.status(), clock.millis());
    gauge("cmesh.index", "index of the last command applied", NodeStatus::index);
    gauge("cmesh.block", "number of the last block", NodeStatus::block);
    gauge("cmesh.assembly.generation", "generation of the assembly", NodeStatus::generation);
    gauge("cmesh.boot.milliseconds", "process start to ready", NodeStatus::bootMillis);
    gauge("cmesh.health", "0 ok, 1 warn, 2 degraded, 3 down", s -> grade(s.health()));
    for (Role role : Role.values()) {
      roleHealth(role);
    }
  }

  private void gauge(String name, String text, ToDoubleFunction<NodeStatus> value) {
    meters.add(
        Gauge.builder(name, this, self -> value.applyAsDouble(self.status()))
            .description(text)
            .strongReference(true)
            .register(registry));
  }

  private void roleHealth(Role role) {
    meters.add(
        Gauge.builder("cmesh.role.health", this, self -> self.grade(role))
            .description("0 ok, 1 warn, 2 degraded, 3 down")
            .tag("role", role.text())
            .strongReference(true)
            .register(registry));
  }

  private double grade(Role role) {
    return status().roles().stream()
        .filter(r -> r.role() == role)
        .map(RoleStatus::health)
        .mapToDouble(NodeMetrics::grade)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double grade(Health health) {
    return switch (health.grade()) {
      case OK -> 0;
      case WARN -> 1;
      case DEGRADED -> 2;
      case DOWN -> 3;
    };
  }

  private NodeStatus status() {
    Seen last = seen;
    long now = clock.millis();
    if (now - last.atMillis >= FRESH_MILLIS) {
      last = new Seen(admin.status(), now);
      seen = last;
    }
    return last.status;
  }

  /** Takes the gauges back. */
  @Deactivate
  public void close() {
    meters.forEach(registry::remove);
  }
}
