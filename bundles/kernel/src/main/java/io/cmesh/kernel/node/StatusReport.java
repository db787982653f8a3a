package io.cmesh.kernel.node;

import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.node.ProviderStatus;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.dispatch.Way;
import io.cmesh.kernel.order.Head;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells how the node is. Thread-safe. */
final class StatusReport {
  private final Kernel kernel;
  private final Way way;
  private final Boot boot;

  /**
   * How the process began.
   *
   * @param startedMillis when, milliseconds since the epoch
   * @param bootMillis from there to ready
   * @param version of CMesh
   */
  record Boot(long startedMillis, long bootMillis, String version) {}

  StatusReport(Kernel kernel, Way way, Boot boot) {
    this.kernel = kernel;
    this.way = way;
    this.boot = boot;
  }

  NodeStatus node() {
    try (Assembly.Pin pin = kernel.assemblies().pin()) {
      Assembly a = pin.assembly();
      boolean stored = a.instance(Role.STATE).isPresent();
      Head head = stored ? Head.read(a.store()) : Head.GENESIS;
      return new NodeStatus(
          kernel.node(),
          kernel.openings().keys().nodeDid(),
          boot.version(),
          Runtime.version().toString(),
          worst(),
          boot.startedMillis(),
          boot.bootMillis(),
          head.index(),
          head.block(),
          stored ? a.store().digest().hex() : "",
          a.generation(),
          roles());
    }
  }

  private Health worst() {
    Stream<Health> kernels =
        Stream.of(kernel.applier().health(), kernel.pump().health(), way.recording());
    return Stream.concat(kernels, roles().stream().map(RoleStatus::health))
        .max(Comparator.comparing(Health::grade))
        .orElse(Health.OK);
  }

  List<RoleStatus> roles() {
    List<RoleStatus> all = new ArrayList<>();
    for (Role role : Role.values()) {
      all.add(role(role));
    }
    return all;
  }

  RoleStatus role(Role role) {
    Settings settings = kernel.platform().configuration().settings(Wanted.PID);
    String wanted = Wanted.of(settings, role).orElse("none");
    Optional<RoleInstance> instance = kernel.assemblies().current().instance(role);
    if (instance.isEmpty()) {
      Health health =
          wanted.equals("none") ? Health.OK : Health.down(wanted + " is wanted and not there");
      return new RoleStatus(role, null, null, wanted, false, health, null);
    }
    RoleInstance i = instance.get();
    Descriptor d = i.descriptor();
    return new RoleStatus(
        role,
        d.name(),
        d.version(),
        wanted,
        d.durable(),
        health(i, wanted),
        "data/" + i.directory());
  }

  // Somebody asked for another one and does not have it: that is no reason to stop serving.
  private static Health health(RoleInstance i, String wanted) {
    Health own = i.health();
    boolean asWanted = wanted.equals(i.descriptor().name());
    return asWanted || own.grade() != Health.Grade.OK
        ? own
        : Health.warn(wanted + " is wanted and not active; the log says why");
  }

  List<ProviderStatus> providers() {
    return kernel.openings().providers().all().stream()
        .map(d -> new ProviderStatus(d, isActive(d)))
        .toList();
  }

  private boolean isActive(Descriptor d) {
    return kernel
        .assemblies()
        .current()
        .instance(d.role())
        .filter(i -> i.descriptor().name().equals(d.name()))
        .isPresent();
  }
}
