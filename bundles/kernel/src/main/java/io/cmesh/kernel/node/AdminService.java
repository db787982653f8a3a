package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.node.ProviderStatus;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.dispatch.Way;
import io.cmesh.kernel.keys.NodeKeys;
import io.cmesh.kernel.order.Hashes;
import io.cmesh.kernel.snapshot.SnapshotHeader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator may do; one operation at a time, each recorded in the audit log. */
final class AdminService implements Admin {
  private static final Logger LOG = LoggerFactory.getLogger(AdminService.class);

  private final Kernel kernel;
  private final Way way;
  private final NodeKeys keys;
  private final StatusReport report;
  private final RoleSwaps swaps;
  private final Restores restores;
  private final Installer installer;
  private final AtomicBoolean busy = new AtomicBoolean();

  AdminService(
      Kernel kernel,
      Way way,
      NodeKeys keys,
      StatusReport report,
      Installer installer,
      RoleSwaps swaps) {
    this.kernel = kernel;
    this.way = way;
    this.keys = keys;
    this.report = report;
    this.swaps = swaps;
    this.restores = new Restores(kernel);
    this.installer = installer;
  }

  @Override
  public Principal authenticate(String token) {
    return way.gate().principal(token);
  }

  @Override
  public void requireOperator(Principal by) {
    way.gate().requireOperator(by);
  }

  @Override
  public void requireAdministrator(Principal by, String operation) {
    way.gate().requireAdministrator(by, operation);
  }

  @Override
  public NodeStatus status() {
    return report.node();
  }

  @Override
  public List<RoleStatus> roles() {
    return report.roles();
  }

  @Override
  public List<ProviderStatus> providers() {
    return report.providers();
  }

  @Override
  public List<InstallableProvider> installable() {
    return installer.installable().stream()
        .filter(p -> kernel.openings().providers().find(p.role(), p.name()).isEmpty())
        .toList();
  }

  @Override
  public CompletionStage<RoleStatus> swap(Role role, String provider, Principal by) {
    return alone(
        by,
        "swap",
        role.text() + " " + provider,
        () -> swaps.swap(role, provider, by.did()).thenApply(done -> report.role(role)));
  }

  /** Replaces the provider of a role by itself, opened with its settings as they are now. */
  CompletionStage<Void> reopen(Role role, Principal by) {
    return alone(by, "swap", role.text() + " anew", () -> swaps.reopen(role, by.did()));
  }

  @Override
  public SwapPlan plan(Role role, String provider, Principal by) {
    requireAdministrator(by, "swap");
    return swaps.plan(role, provider);
  }

  @Override
  public CompletionStage<RoleStatus> rollback(Role role, Principal by) {
    return alone(
        by,
        "swap",
        role.text() + " back",
        () -> swaps.rollback(role, by.did()).thenApply(done -> report.role(role)));
  }

  @Override
  public CompletionStage<Void> install(Role role, String provider, Principal by) {
    return alone(
        by,
        "swap",
        "install " + role.text() + " " + provider,
        () -> swaps.installed(role, provider));
  }

  @Override
  public CompletionStage<Void> uninstall(Role role, String provider, Principal by) {
    return alone(
        by,
        "swap",
        "uninstall " + role.text() + " " + provider,
        () -> swaps.uninstalled(role, provider));
  }

  @Override
  public List<SwapReport> swaps(int limit, Principal by) {
    requireAdministrator(by, "swap");
    return swaps.history(limit);
  }

  @Override
  public CompletionStage<Long> backup(Path file, Principal by) {
    return alone(
        by,
        "backup",
        file.toString(),
        () ->
            CompletableFuture.supplyAsync(
                () -> backup(absolute(file)), kernel.platform().scheduler().pool()));
  }

  private long backup(Path file) {
    kernel.snapshots().requireReplaceable(file);
    try (Assembly.Pin pin = kernel.assemblies().pin()) {
      return kernel.snapshots().write(pin.assembly().store(), file).index();
    }
  }

  @Override
  public CompletionStage<Long> restore(Path file, Principal by) {
    return alone(
        by,
        "restore",
        file.toString(),
        () ->
            CompletableFuture.supplyAsync(
                    () -> kernel.snapshots().verify(absolute(file)),
                    kernel.platform().scheduler().pool())
                // What a watch brought back would be the data of before.
                .thenCompose(header -> swaps.forget(Role.STATE).thenApply(free -> header))
                .thenCompose(header -> restore(file, header)));
  }

  private CompletionStage<Long> restore(Path file, SnapshotHeader header) {
    return restores.restore(file, header).thenApply(done -> header.index());
  }

  private static Path absolute(Path file) {
    if (!file.isAbsolute()) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-ADM-001",
          file + " (expected: an absolute path on the node's machine)");
    }
    return file;
  }

  @Override
  public void rotateTokenKey(Principal by) {
    requireAdministrator(by, "tokens");
    keys.rotateTokenKey();
    recordAction("rotate token key", by);
  }

  private <T> CompletionStage<T> alone(
      Principal by, String kind, String on, Supplier<CompletionStage<T>> operation) {
    requireAdministrator(by, kind);
    String what = kind + " " + on;
    if (!busy.compareAndSet(false, true)) {
      throw new MeshException(
          Status.CONFLICT,
          "CMESH-ADM-002",
          "another operation is under way",
          "Wait until it is done: cmesh status");
    }
    LOG.info("{} asks for: {}", by.did(), what);
    CompletionStage<T> stage;
    try {
      stage = operation.get();
    } catch (RuntimeException e) {
      busy.set(false);
      throw e;
    }
    return stage.whenComplete(
        (done, failure) -> {
          busy.set(false);
          recordAction(failure == null ? what : what + " (failed)", by);
        });
  }

  private void recordAction(String what, Principal by) {
    long now = kernel.platform().clock().millis();
    Bytes hash = Hashes.sha256(Bytes.utf8(now + " " + by.did() + " " + what));
    way.recordAction(MessageId.next(now, kernel.platform().random()), hash);
  }
}
