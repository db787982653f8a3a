package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.handlers.contracts.ContractDeployHandler;
import io.cmesh.kernel.handlers.contracts.Execution;
import io.cmesh.kernel.handlers.events.EventPublishHandler;
import io.cmesh.kernel.handlers.names.NameRegister;
import io.cmesh.kernel.handlers.names.NameRelease;
import io.cmesh.kernel.handlers.names.NameTransfer;
import io.cmesh.kernel.handlers.outbox.OutboxTrimHandler;
import io.cmesh.kernel.handlers.permissions.PermissionGrant;
import io.cmesh.kernel.handlers.permissions.PermissionRevoke;
import io.cmesh.kernel.handlers.sessions.SessionOpen;
import io.cmesh.kernel.handlers.sessions.SessionRevoke;
import io.cmesh.kernel.handlers.state.StateWriteHandler;
import io.cmesh.kernel.order.Applier;
import io.cmesh.kernel.order.Failures;
import io.cmesh.kernel.order.Handlers;
import io.cmesh.kernel.order.Head;
import io.cmesh.kernel.order.Sequencer;
import io.cmesh.kernel.outbox.OutboxPump;
import io.cmesh.kernel.outbox.OutboxRecord;
import io.cmesh.kernel.outbox.Streams;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core of a node: the assembly, the way from command to effect, the outbox. {@link #open} opens
 * what {@code assembly.json} says is, or in a new home what the configuration wants, and catches up
 * with the log.
 */
final class Kernel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
  private static final Duration CATCH_UP = Duration.ofMinutes(10);

  private final Platform platform;
  private final Openings openings;
  private final AssemblyFile file;
  private final Assemblies assemblies;
  private final Handlers handlers = new Handlers();
  private final Execution execution;
  private final Sequencer sequencer;
  private final Applier applier;
  private final OutboxPump pump;
  private final Snapshots snapshots;
  private final String node;
  private final Principal self;
  private final boolean fresh;
  private AssemblyFile.Content content;

  Kernel(Platform platform, Openings openings, String node) {
    this.platform = platform;
    this.openings = openings;
    this.node = node;
    this.self = Principal.node(openings.keys().nodeDid());
    this.file = new AssemblyFile(platform.disk(), platform.configuration().home());
    this.content = file.read();
    this.fresh = content.roles().isEmpty();
    this.assemblies = new Assemblies(platform.scheduler());
    this.execution = new Execution(() -> assemblies.current().contract());
    Settings settings = platform.configuration().settings("io.cmesh.kernel");
    int groups = (int) settings.number("groupsInFlight", 2, 1, 8);
    this.sequencer =
        new Sequencer(
            () -> assemblies.current().consensus(),
            platform.clock(),
            node,
            platform.random().nextLong(),
            groups);
    this.pump = new OutboxPump(assemblies, platform.scheduler(), this::trimOutbox);
    this.applier =
        new Applier(assemblies, handlers, sequencer, platform.scheduler(), pump::committed);
    this.snapshots = new Snapshots(platform, openings.keys().nodeDid());
    addHandlers();
  }

  private void addHandlers() {
    handlers.add(new StateWriteHandler(execution));
    handlers.add(new ContractDeployHandler(() -> assemblies.current().contract()));
    handlers.add(new EventPublishHandler());
    handlers.add(new OutboxTrimHandler());
    handlers.add(new NameRegister());
    handlers.add(new NameTransfer());
    handlers.add(new NameRelease());
    handlers.add(new SessionOpen());
    handlers.add(new SessionRevoke());
    handlers.add(new PermissionGrant());
    handlers.add(new PermissionRevoke());
  }

  /** What fills each role once {@link #open} has run: as assembly.json says, else as wanted. */
  static Map<Role, String> providers(AssemblyFile.Content content, Settings roles) {
    Map<Role, String> names = new EnumMap<>(Role.class);
    names.putAll(Wanted.of(roles));
    content
        .roles()
        .forEach(
            (role, entry) -> {
              if (hasData(role)) {
                names.put(role, entry.provider());
              }
            });
    return names;
  }

  static boolean hasData(Role role) {
    return role == Role.STATE || role == Role.CONSENSUS || role == Role.EVENTS;
  }

  /** Opens every role, catches up with the log and starts the outbox's pump. */
  void open() {
    Map<Role, String> names = providers(content, platform.configuration().settings(Wanted.PID));
    names.forEach((role, name) -> assemblies.install(activate(openAt(role, name))));
    persist();
    StateStore store = assemblies.current().store();
    snapshots.recover(store);
    catchUp();
    Streams.specs(platform.configuration().settings("io.cmesh.kernel"))
        .forEach(assemblies.current().events()::ensureStream);
    WholeLog.require(assemblies.current());
    pump.start(assemblies.current().events(), Head.read(store).block());
  }

  private RoleInstance openAt(Role role, String name) {
    AssemblyFile.Entry entry = content.roles().get(role);
    if (entry != null && entry.provider().equals(name)) {
      return openings.open(role, name, entry.directory());
    }
    return openings.open(role, name, nextDirectory(role, name));
  }

  /** A directory that no instance had before. */
  String nextDirectory(Role role, String name) {
    content = new AssemblyFile.Content(content.generation() + 1, content.roles());
    return role.text() + "-" + name + "-" + content.generation();
  }

  static RoleInstance activate(RoleInstance instance) {
    instance.life().to(Life.State.ACTIVE);
    return instance;
  }

  /** Writes what the current assembly is to assembly.json. */
  void persist() {
    Map<Role, AssemblyFile.Entry> roles = new EnumMap<>(Role.class);
    // A provider that is away now comes back to its data.
    for (Role role : Role.values()) {
      left(role).ifPresent(entry -> roles.put(role, entry));
    }
    assemblies
        .current()
        .instances()
        .forEach(
            (role, i) ->
                roles.put(role, new AssemblyFile.Entry(i.descriptor().name(), i.directory())));
    AssemblyFile.Content now = new AssemblyFile.Content(content.generation(), roles);
    file.write(now);
    content = now;
  }

  /** Where a role's data lie whose provider is away now. */
  Optional<AssemblyFile.Entry> left(Role role) {
    boolean away = hasData(role) && assemblies.current().instance(role).isEmpty();
    return Optional.ofNullable(away ? content.roles().get(role) : null);
  }

  private void catchUp() {
    RoleInstance log = startLog();
    long last = assemblies.current().consensus().lastPosition();
    LOG.info(
        "state at index {}, log {} at position {} of {}",
        assemblies.current().store().index(),
        log.directory(),
        applier.position(),
        last);
    await(applier.reached(last), CATCH_UP);
  }

  /** Has the active log deliver what the state has not seen yet. */
  RoleInstance startLog() {
    RoleInstance log = assemblies.current().instance(Role.CONSENSUS).orElseThrow();
    long after = Head.position(assemblies.current().store(), log.directory());
    applier.startAt(after);
    assemblies.current().consensus().start(after, entry -> applier.deliver(log.directory(), entry));
    return log;
  }

  /**
   * Makes a newly loaded state go on where this node has applied the active log up to, not where
   * the log stood that it came from. Between two groups only.
   *
   * @param foreign whether the state is another node's
   */
  void continueAt(StateStore store, boolean foreign) {
    Head head = Head.read(store);
    Head before = Head.read(assemblies.current().store());
    String log = assemblies.current().instance(Role.CONSENSUS).orElseThrow().directory();
    StateBatch next = head.nextEpoch(log, applier.position(), before);
    List<StateWrite> writes = new ArrayList<>();
    // What the state came from may have had another log under a name that is yet to be given here.
    forget(store, Head.LOCAL, next.index(), writes);
    if (foreign) {
      // Another node has published what waits there, or will: its events are not this node's.
      forget(store, OutboxRecord.NAMESPACE, next.index(), writes);
    }
    writes.addAll(next.entries());
    store.commit(new StateBatch(next.index(), writes));
    store.flush();
    if (store.durableIndex() < store.index()) {
      snapshots.own(store);
    }
  }

  private static void forget(
      StateStore store, String namespace, long index, List<StateWrite> writes) {
    try (Scan scan = store.scan(namespace, Bytes.EMPTY, null)) {
      scan.forEachRemaining(e -> writes.add(new StateWrite(e.namespace(), e.key(), null, index)));
    }
  }

  /** Waits, at boot and in operations that wait for the whole node. */
  static <T> T await(CompletionStage<T> stage, Duration limit) {
    try {
      return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Failures.of(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw MeshException.of(
              Status.TIMEOUT, "CMESH-KRN-006", "not done within " + limit.toSeconds() + " s")
          .hint("Look at the log and at: cmesh status")
          .cause(e)
          .build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  private void trimOutbox(long block) {
    submit(OutboxTrimHandler.draft(block), new DedupId(Bytes.utf8("outbox.trim/" + block)))
        .whenComplete(
            (applied, failure) -> {
              if (failure != null) {
                LOG.warn("the outbox could not be trimmed; it is tried again later", failure);
              }
            });
  }

  /** Orders a command of the node itself. */
  CompletionStage<Applied> submit(CommandDraft draft, DedupId id) {
    Instant at = Instant.ofEpochMilli(platform.clock().millis());
    return sequencer.submit(
        new Command(draft.type(), self, at, platform.random().nextLong(), id, draft.body()));
  }

  /** An id that no other command has. */
  DedupId freshId() {
    ByteBuffer id = ByteBuffer.allocate(24).putLong(platform.clock().millis());
    return new DedupId(
        Bytes.wrap(
            id.putLong(platform.random().nextLong())
                .putLong(platform.random().nextLong())
                .array()));
  }

  /** Whether no assembly.json said what is: in a new home. */
  boolean wasNew() {
    return fresh;
  }

  Platform platform() {
    return platform;
  }

  Openings openings() {
    return openings;
  }

  Assemblies assemblies() {
    return assemblies;
  }

  Handlers handlers() {
    return handlers;
  }

  Execution execution() {
    return execution;
  }

  Sequencer sequencer() {
    return sequencer;
  }

  Applier applier() {
    return applier;
  }

  OutboxPump pump() {
    return pump;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  String node() {
    return node;
  }

  Principal self() {
    return self;
  }

  /** Lets what is on its way end, makes everything durable, closes every instance. */
  @Override
  public void close() {
    await(sequencer.hold(), Duration.ofSeconds(30));
    applier.close();
    pump.close();
    snapshots.save(assemblies.current());
    assemblies.current().instances().values().forEach(Kernel::close);
  }

  private static void close(RoleInstance instance) {
    try {
      instance.life().to(Life.State.DRAINING);
      instance.instance().close();
      instance.life().to(Life.State.CLOSED);
    } catch (RuntimeException e) {
      LOG.error("{} could not be closed", instance.directory(), e);
    }
  }
}
