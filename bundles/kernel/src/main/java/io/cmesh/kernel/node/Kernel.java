package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.provider.Settings;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateBatch;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.api.state.StateStore;
import io.cmesh.api.state.StateWrite;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.handlers.contracts.ContractDeployHandler;
import io.cmesh.kernel.handlers.contracts.Execution;
import io.cmesh.kernel.handlers.epochs.EpochBegin;
import io.cmesh.kernel.handlers.epochs.EpochSeal;
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
import io.cmesh.kernel.swap.NodeParts;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core of a node: the assembly, the way from command to effect, the outbox. {@link #open} opens
 * what {@code assembly.json} says is, or in a new home what the configuration wants, and catches up
 * with the log.
 */
final class Kernel implements NodeParts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
  private static final Duration OWN_LIMIT = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(30);
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
  private final FormerInstances former;
  private final boolean fresh;
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private AssemblyFile.Content content;

  Kernel(Platform platform, Openings openings, String node) {
    this.platform = platform;
    this.openings = openings;
    this.node = node;
    this.self = Principal.node(openings.keys().nodeDid());
    this.file = new AssemblyFile(platform.disk(), platform.configuration().home());
    this.content = file.read();
    this.fresh = content.roles().isEmpty();
    this.former =
        new FormerInstances(
            platform.disk(),
            platform.configuration().home().resolve("data"),
            platform
                .configuration()
                .settings("io.cmesh.kernel")
                .bytes("former.maxBytes", 1L << 30));
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
    handlers.add(new EpochSeal());
    handlers.add(new EpochBegin());
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
    streams().forEach(assemblies.current().events()::ensureStream);
    WholeLog.require(assemblies.current());
    pump.start(assemblies.current().events(), Head.read(store).block());
    // A lost assembly.json says nothing about what lies there.
    if (!fresh) {
      former.sweep(directories(), Set.copyOf(needed()), true);
    }
  }

  private Map<Role, String> directories() {
    Map<Role, String> directories = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      left(role).ifPresent(entry -> directories.put(role, entry.directory()));
    }
    assemblies.current().instances().forEach((role, i) -> directories.put(role, i.directory()));
    return directories;
  }

  private RoleInstance openAt(Role role, String name) {
    AssemblyFile.Entry entry = content.roles().get(role);
    if (entry != null && entry.provider().equals(name)) {
      return openings.open(role, name, entry.directory());
    }
    return openings.open(role, name, nextDirectory(role, name));
  }

  @Override
  public synchronized String nextDirectory(Role role, String name) {
    content =
        new AssemblyFile.Content(content.generation() + 1, content.roles(), content.sealedLogs());
    String directory = role.text() + "-" + name + "-" + content.generation();
    open.add(directory);
    return directory;
  }

  static RoleInstance activate(RoleInstance instance) {
    instance.life().to(Life.State.ACTIVE);
    return instance;
  }

  @Override
  public synchronized void persist() {
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
    write(roles, sealedLogs(roles.get(Role.CONSENSUS)));
  }

  private void write(Map<Role, AssemblyFile.Entry> roles, List<AssemblyFile.Entry> logs) {
    AssemblyFile.Content now = new AssemblyFile.Content(content.generation(), roles, logs);
    file.write(now);
    content = now;
  }

  // The log before the present one is needed until the state is durable beyond it.
  private List<AssemblyFile.Entry> sealedLogs(AssemblyFile.@Nullable Entry log) {
    List<AssemblyFile.Entry> logs = new ArrayList<>(content.sealedLogs());
    AssemblyFile.Entry before = content.roles().get(Role.CONSENSUS);
    if (log == null || before == null || before.directory().equals(log.directory())) {
      return logs;
    }
    int back = logs.indexOf(log);
    if (back >= 0) {
      return logs.subList(0, back); // the newcomer never began: the old one goes on
    }
    logs.add(before);
    return logs;
  }

  /** The state is durable beyond the logs that were sealed. */
  synchronized void forgetSealed() {
    if (!content.sealedLogs().isEmpty()) {
      write(content.roles(), List.of());
    }
  }

  /** Directories that hold what a start needs, present instances' aside. */
  synchronized List<String> needed() {
    return content.sealedLogs().stream().map(AssemblyFile.Entry::directory).toList();
  }

  /** Where a role's data lie whose provider is away now. */
  Optional<AssemblyFile.Entry> left(Role role) {
    boolean away = hasData(role) && assemblies.current().instance(role).isEmpty();
    return Optional.ofNullable(away ? content.roles().get(role) : null);
  }

  private void catchUp() {
    content.sealedLogs().forEach(this::catchUpWith);
    RoleInstance log = deliver();
    long last = assemblies.current().consensus().lastPosition();
    LOG.info(
        "state at index {}, log {} at position {} of {}",
        assemblies.current().store().index(),
        log.directory(),
        applier.position(),
        last);
    await(applier.reached(last), CATCH_UP);
  }

  // All of a log that was sealed before the state was durable.
  private void catchUpWith(AssemblyFile.Entry before) {
    RoleInstance log = openings.open(Role.CONSENSUS, before.provider(), before.directory());
    try {
      Consensus consensus = (Consensus) log.service();
      LOG.info("log {} was sealed at {}", before.directory(), consensus.lastPosition());
      deliver(log);
      await(applier.reached(consensus.lastPosition()), CATCH_UP);
    } finally {
      close(log);
    }
  }

  private RoleInstance deliver() {
    RoleInstance log = assemblies.current().instance(Role.CONSENSUS).orElseThrow();
    deliver(log);
    return log;
  }

  private void deliver(RoleInstance log) {
    long after = Head.position(assemblies.current().store(), log.directory());
    applier.startAt(log.directory(), after);
    ((Consensus) log.service()).start(after, entry -> applier.deliver(log.directory(), entry));
  }

  @Override
  public void startLog() {
    deliver();
  }

  @Override
  public void continueLog() {
    String log = assemblies.current().instance(Role.CONSENSUS).orElseThrow().directory();
    applier.startAt(log, Head.position(assemblies.current().store(), log));
  }

  @Override
  public CompletionStage<Void> seal(RoleInstance next) {
    return own(EpochSeal.draft(next.descriptor().name()));
  }

  @Override
  public CompletionStage<Void> beginEpoch() {
    return own(EpochBegin.draft());
  }

  private CompletionStage<Void> own(CommandDraft draft) {
    CompletableFuture<Applied> applied =
        sequencer.submitHeld(command(draft, freshId())).toCompletableFuture();
    return applied
        .orTimeout(OWN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(done -> LOG.info("{} is done at index {}", draft.type(), done.index()));
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
    return sequencer.submit(command(draft, id));
  }

  private Command command(CommandDraft draft, DedupId id) {
    Instant at = Instant.ofEpochMilli(platform.clock().millis());
    return new Command(draft.type(), self, at, platform.random().nextLong(), id, draft.body());
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

  Platform platform() {
    return platform;
  }

  @Override
  public Openings openings() {
    return openings;
  }

  @Override
  public Assemblies assemblies() {
    return assemblies;
  }

  @Override
  public Scheduler scheduler() {
    return platform.scheduler();
  }

  @Override
  public Clock clock() {
    return platform.clock();
  }

  @Override
  public Disk disk() {
    return platform.disk();
  }

  @Override
  public Path data() {
    return platform.configuration().home().resolve("data");
  }

  @Override
  public List<StreamSpec> streams() {
    return Streams.specs(platform.configuration().settings("io.cmesh.kernel"));
  }

  @Override
  public Cancellable keepLog() {
    return snapshots.keepLog();
  }

  @Override
  public void ownSnapshot(StateSnapshot snapshot) {
    snapshots.own(snapshot);
  }

  @Override
  public void forgetOwnSnapshot() {
    snapshots.forgetUnlessNeeded(assemblies.current().store());
  }

  /** Closes an instance of {@code before} once nobody uses it any more. */
  void retire(Assembly before, RoleInstance old) {
    old.life().to(Life.State.DRAINING);
    assemblies.drained(before, DRAIN).thenAccept(drained -> end(old, drained));
  }

  private void end(RoleInstance old, boolean drained) {
    if (drained) {
      close(old);
      retired(old);
    } else {
      // Closing an engine under a running call could bring the process down.
      quarantine(old);
    }
  }

  private static void quarantine(RoleInstance old) {
    old.life().to(Life.State.QUARANTINED);
    LOG.warn("{} is still in use after {} s and stays open", old.directory(), DRAIN.toSeconds());
  }

  @Override
  public void retired(RoleInstance instance) {
    open.remove(instance.directory());
    Set<String> busy = new HashSet<>(open);
    busy.addAll(needed());
    former.sweep(directories(), busy, false);
  }

  @Override
  public void discard(RoleInstance instance) {
    open.remove(instance.directory());
    former.delete(instance.directory());
  }

  @Override
  public double heapFull() {
    return Heap.full();
  }

  Handlers handlers() {
    return handlers;
  }

  Execution execution() {
    return execution;
  }

  @Override
  public Sequencer sequencer() {
    return sequencer;
  }

  @Override
  public Applier applier() {
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
    forgetSealed();
    assemblies.current().instances().values().forEach(Kernel::close);
  }

  private static void close(RoleInstance instance) {
    try {
      if (instance.life().state() != Life.State.DRAINING) {
        instance.life().to(Life.State.DRAINING);
      }
      instance.instance().close();
      instance.life().to(Life.State.CLOSED);
    } catch (RuntimeException e) {
      LOG.error("{} could not be closed", instance.directory(), e);
    }
  }
}
