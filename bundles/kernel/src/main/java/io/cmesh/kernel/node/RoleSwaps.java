package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.handlers.events.EventPublishHandler;
import io.cmesh.kernel.swap.SwapJson;
import io.cmesh.kernel.swap.SwapSettings;
import io.cmesh.kernel.swap.Swaps;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's swaps with what belongs to them here: a provider is installed first where it is not,
 * what is wanted is written down, and every end is published on {@code events.swaps.<role>}.
 */
final class RoleSwaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoleSwaps.class);
  private static final Duration CLOSE = Duration.ofSeconds(40);

  private final Kernel kernel;
  private final Installer installer;
  private final WantedFile wanted;
  private final Returns returns;
  private final Swaps swaps;

  RoleSwaps(Kernel kernel, Installer installer) {
    this.kernel = kernel;
    this.installer = installer;
    this.returns = new Returns(kernel);
    Platform platform = kernel.platform();
    this.wanted = new WantedFile(platform.disk(), platform.configuration().home());
    this.swaps =
        new Swaps(
            new SwapParts(kernel),
            () -> SwapSettings.of(platform.configuration().settings("io.cmesh.kernel")),
            this::installed,
            this::ended);
  }

  CompletionStage<Void> swap(Role role, String provider, String by) {
    return provider.equals(Wanted.NOBODY)
        ? emptied(role).thenRun(() -> wanted.set(role, provider))
        : replaced(role, provider, by).thenRun(() -> want(role));
  }

  /** Replaces the provider of a role by itself, opened anew. */
  CompletionStage<Void> reopen(Role role, String by) {
    return swaps.reopen(role, by);
  }

  private CompletionStage<Void> replaced(Role role, String provider, String by) {
    Optional<AssemblyFile.Entry> left = kernel.book().left(role);
    return left.isPresent()
        ? installed(role, provider).thenCompose(there -> returns.back(role, provider, left.get()))
        : swaps.swap(role, provider, by);
  }

  // Nobody fills it from now on: what needs it is answered 503.
  private CompletionStage<Void> emptied(Role role) {
    RoleInstance old = filled(role);
    return swaps
        .forget(role)
        // A store that may come back may need the log, and with it the role.
        .thenCompose(free -> swaps.forget(Role.STATE))
        .thenCompose(free -> kernel.sequencer().hold())
        .thenCompose(idle -> kernel.applier().reached(lastPosition()))
        .thenCompose(applied -> kernel.applier().between(() -> empty(old)))
        .whenComplete((done, failure) -> kernel.sequencer().release());
  }

  /** Who is to leave a role to nobody. */
  private RoleInstance filled(Role role) {
    if (!Wanted.mayBeEmpty(role)) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-SWP-006",
          role.text()
              + ": none (expected: a provider; only "
              + Wanted.thatMayBeEmpty()
              + " may be empty)",
          "Name a provider that cmesh provider list shows for it.");
    }
    return kernel
        .assemblies()
        .current()
        .instance(role)
        .orElseThrow(
            () ->
                new MeshException(
                    Status.CONFLICT,
                    "CMESH-SWP-001",
                    role.text() + " is filled by nobody already"));
  }

  private long lastPosition() {
    return kernel.assemblies().current().consensus().lastPosition();
  }

  private void empty(RoleInstance old) {
    // Nothing in the log may need it any more, at a start after a crash.
    kernel.snapshots().save(kernel.assemblies().current());
    kernel.book().forgetSealed();
    Assembly before = kernel.assemblies().remove(old.role());
    try {
      kernel.book().persist();
    } catch (RuntimeException e) {
      kernel.assemblies().install(old, before.cachedState().orElse(null));
      throw e;
    }
    kernel.retire(before, old);
  }

  /** Makes a provider available; completes once it is. */
  CompletionStage<Void> installed(Role role, String provider) {
    if (kernel.openings().providers().find(role, provider).isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> installer.install(role, provider), kernel.platform().scheduler().pool());
  }

  /** Takes a provider away that does not serve; a swap that still feeds it ends its watch first. */
  CompletionStage<Void> uninstalled(Role role, String provider) {
    kernel
        .assemblies()
        .current()
        .instance(role)
        .filter(i -> Providers.isMeant(i.descriptor(), provider))
        .ifPresent(
            active -> {
              throw new MeshException(
                  Status.CONFLICT,
                  "CMESH-SWP-016",
                  provider + " serves " + role.text() + " and stays installed",
                  "Swap to another first: cmesh role swap " + role.text() + " PROVIDER");
            });
    return swaps
        .goes(role, provider)
        .thenRunAsync(
            () -> installer.uninstall(role, provider), kernel.platform().scheduler().pool());
  }

  SwapPlan plan(Role role, String provider) {
    if (provider.equals(Wanted.NOBODY)) {
      return planEmpty(role);
    }
    requireKnown(role, provider);
    return swaps.plan(role, provider);
  }

  private SwapPlan planEmpty(Role role) {
    RoleInstance old = filled(role);
    String hold = "what needs " + role.text() + " is answered 503 from then on";
    return new SwapPlan(
        role, old.descriptor().label(), Wanted.NOBODY, false, 0, 0, hold, List.of());
  }

  private void requireKnown(Role role, String provider) {
    boolean there = kernel.openings().providers().find(role, provider).isPresent();
    boolean canBeHad =
        installer.installable().stream()
            .anyMatch(p -> p.role() == role && p.name().equals(Providers.name(provider)));
    if (!there && !canBeHad) {
      kernel.openings().providers().get(role, provider);
    }
  }

  CompletionStage<Void> rollback(Role role, String by) {
    return swaps.rollback(role, by).thenRun(() -> want(role));
  }

  // Whoever serves by now: the old one may be back before the swap is answered.
  private synchronized void want(Role role) {
    active(role).ifPresent(name -> wanted.set(role, name));
  }

  private Optional<String> active(Role role) {
    return kernel.assemblies().current().instance(role).map(i -> i.descriptor().name());
  }

  List<SwapReport> history(int limit) {
    if (limit < 1 || limit > 1_000) {
      throw new MeshException(
          Status.BAD_REQUEST, "CMESH-SWP-014", "limit: " + limit + " (expected: 1 to 1000)");
    }
    return swaps.history(limit);
  }

  /** Whether the configuration names a provider because a swap wrote it there. */
  boolean wrote(Role role, String provider) {
    return wanted.wrote(role, provider);
  }

  /** Whether this version of a provider failed where it was last tried. */
  boolean wasTurnedAway(Role role, String provider) {
    return kernel
        .openings()
        .providers()
        .find(role, provider)
        .filter(f -> swaps.wasTurnedAway(role, f.descriptor().label()))
        .isPresent();
  }

  /** Ends the watch of a role's last swap: what it replaced cannot come back. */
  CompletionStage<Void> forget(Role role) {
    return swaps.forget(role);
  }

  /** The bundle of {@code instance}'s provider is being stopped. */
  CompletionStage<Boolean> goes(Role role, String provider) {
    return swaps.goes(role, provider);
  }

  private void ended(SwapReport report) {
    if (report.outcome() == SwapReport.Outcome.ROLLED_BACK) {
      want(report.role());
    }
    String channel = "0xEW:events.swaps." + report.role().text() + ":";
    try {
      Fqmn fqmn = Fqmn.parse(channel + SwapJson.of(report));
      kernel
          .submit(EventPublishHandler.draft(fqmn), id(report))
          .whenComplete(
              (applied, failure) -> {
                if (failure != null) {
                  LOG.warn("swap {} could not be published", report.id(), failure);
                }
              });
    } catch (MeshException e) {
      LOG.warn("swap {} could not be published", report.id(), e);
    }
  }

  private static DedupId id(SwapReport report) {
    return new DedupId(Bytes.utf8("swap/" + report.id() + "/" + report.askedMillis()));
  }

  @Override
  public void close() {
    try {
      Kernel.await(swaps.close(), CLOSE);
    } catch (MeshException e) {
      LOG.warn("a swap that is under way does not end: {}", e.text());
    }
  }
}
