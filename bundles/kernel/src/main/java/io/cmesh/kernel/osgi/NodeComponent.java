package io.cmesh.kernel.osgi;

import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.LayerHasher;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.AuditLog;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.node.Sessions;
import io.cmesh.api.node.Traffic;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.keys.NodeKeys;
import io.cmesh.kernel.node.Installer;
import io.cmesh.kernel.node.Node;
import io.cmesh.kernel.node.Platform;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node as a component: the one place where provider factories come and go. Starts the node once
 * every role that is needed has its provider, and offers it to doors once it is ready.
 */
@Component(
    immediate = true,
    service = {})
public final class NodeComponent {
  private static final Logger LOG = LoggerFactory.getLogger(NodeComponent.class);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int MOST_WAITS = 120;
  private static final Duration ADOPTION = Duration.ofSeconds(1);

  private final BundleContext context;
  private final Platform platform;
  private final Providers providers = new Providers();
  private final List<CommandHandler> handlers = new CopyOnWriteArrayList<>();
  private final List<ServiceRegistration<?>> offered = new ArrayList<>();
  private final Scheduler.Serial thread;
  private final ProviderInstaller installer;
  private @Nullable Node node;
  private boolean failed;
  private volatile boolean closing;

  /** Begins to wait for providers. */
  @Activate
  public NodeComponent(
      BundleContext context,
      @Reference Configuration configuration,
      @Reference Clock clock,
      @Reference Scheduler scheduler,
      @Reference Disk disk,
      @Reference LayerHasher hasher,
      @Reference AuditLog audit) {
    this.context = context;
    this.platform =
        new Platform(configuration, clock, scheduler, new SecureRandom(), disk, hasher, audit);
    this.thread = scheduler.serial("cmesh-node");
    this.installer = new ProviderInstaller(context);
    thread.execute(this::startWhenComplete);
    installSoon(MOST_WAITS);
  }

  private void installSoon(int waits) {
    platform.scheduler().after(PATIENCE, () -> thread.execute(() -> installMissing(waits)));
  }

  @Reference(
      service = ProviderFactory.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bind(ProviderFactory<?> factory) {
    providers.add(factory);
    thread.execute(() -> came(factory.descriptor()));
  }

  void unbind(ProviderFactory<?> factory) {
    providers.remove(factory);
    Node running = node;
    if (running != null && !closing) {
      Descriptor d = factory.descriptor();
      // On the caller's thread: the bundle stays until nobody uses its provider.
      running.goes(d.role(), d.name() + "@" + d.version());
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHandler(CommandHandler handler) {
    handlers.add(handler);
  }

  void unbindHandler(CommandHandler handler) {
    handlers.remove(handler);
  }

  private void came(Descriptor d) {
    Node running = node;
    if (running == null) {
      startWhenComplete();
    } else {
      running.came(d.role(), d.name());
    }
  }

  private void startWhenComplete() {
    if (node != null || failed || closing) {
      return;
    }
    try {
      if (missing().isEmpty()) {
        start();
      }
    } catch (RuntimeException | LinkageError e) {
      fail(e);
    }
  }

  private Set<Node.Needed> missing() {
    Set<Node.Needed> missing = Node.needed(platform);
    missing.removeIf(n -> providers.find(n.role(), n.name()).isPresent());
    return missing;
  }

  private void start() {
    NodeKeys keys =
        new NodeKeys(platform.configuration().home(), platform.clock(), platform.random());
    long started =
        ProcessHandle.current()
            .info()
            .startInstant()
            .orElse(platform.clock().instant())
            .toEpochMilli();
    String version = context.getBundle().getVersion().toString();
    Node fresh =
        Node.start(platform, providers, new OnDemand(), keys, new Node.Birth(started, version));
    handlers.forEach(fresh::add);
    node = fresh;
    offer(Dispatcher.class, fresh.dispatcher());
    offer(Sessions.class, fresh.sessions());
    offer(EventsAccess.class, fresh.events());
    offer(Traffic.class, fresh.traffic());
    offer(Admin.class, fresh.admin());
    adoptLater();
  }

  // Behind the start, which it would slow down: the first time it resolves every feature of the
  // node.
  private void adoptLater() {
    platform.scheduler().after(ADOPTION, this::adopt);
  }

  private void adopt() {
    if (closing) {
      return;
    }
    if (installer.isReady()) {
      installer.adopt();
    } else {
      adoptLater();
    }
  }

  private <T> void offer(Class<T> type, T service) {
    offered.add(context.registerService(type, service, null));
  }

  private void fail(Throwable e) {
    failed = true;
    String said =
        e instanceof MeshException m
            ? m.text() + m.hint().map(h -> " — " + h).orElse("") + " [" + m.code() + "]"
            : e.toString();
    // Whoever waits for the start reads one line.
    String text = said.replaceAll("\\s*\\R\\s*", " ");
    LOG.error("the node does not start: {}", text, e);
    StartFailure.tell(platform, text);
  }

  private final class OnDemand implements Installer {
    @Override
    public void install(Role role, String provider) {
      installer.install(role, provider);
      providers.get(role, provider);
    }

    @Override
    public void uninstall(Role role, String provider) {
      installer.uninstall(role, provider);
    }

    @Override
    public List<InstallableProvider> installable() {
      return installer.installable();
    }
  }

  private void installMissing(int waits) {
    if (node != null || failed || closing) {
      return;
    }
    if (waits > 0 && !installer.isReady()) {
      installSoon(waits - 1);
      return;
    }
    Set<Node.Needed> missing = missing();
    LOG.info("waiting for providers: {}", missing);
    missing.forEach(
        needed -> {
          try {
            installer.install(needed.role(), needed.name());
          } catch (MeshException e) {
            fail(e);
          }
        });
  }

  /** Closes the node: drains, makes durable. */
  @Deactivate
  public void close() {
    closing = true;
    offered.forEach(ServiceRegistration::unregister);
    thread.close();
    Node running = node;
    if (running != null) {
      running.close();
    }
  }
}
