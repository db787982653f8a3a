package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.api.state.StateStore;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.Life;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.handlers.contracts.Execution;
import io.cmesh.kernel.handlers.outbox.OutboxTrimHandler;
import io.cmesh.kernel.order.Applier;
import io.cmesh.kernel.order.Failures;
import io.cmesh.kernel.order.Handlers;
import io.cmesh.kernel.order.Head;
import io.cmesh.kernel.order.Sequencer;
import io.cmesh.kernel.outbox.OutboxPump;
import io.cmesh.kernel.outbox.Streams;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core of a node: the assembly, the way from command to effect, the outbox. {@link #open} opens
 * what {@code assembly.json} says is, or in a new home what the configuration wants, and catches up
 * with the log.
 */
final class Kernel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final Platform platform;
  private final Openings openings;
  private final Assemblies assemblies;
  private final Handlers handlers = new Handlers();
  private final Execution execution;
  private final Sequencer sequencer;
  private final Applier applier;
  private final OutboxPump pump;
  private final Snapshots snapshots;
  private final InstanceBook book;
  private final LogFollower follower;
  private final String node;
  private final Principal self;

  Kernel(Platform platform, Openings openings, String node) {
    this.platform = platform;
    this.openings = openings;
    this.node = node;
    this.self = Principal.node(openings.keys().nodeDid());
    this.assemblies = new Assemblies(platform.scheduler());
    this.book = new InstanceBook(platform, assemblies);
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
    this.follower = new LogFollower(assemblies, openings, applier);
    KernelCommands.add(handlers, execution, () -> assemblies.current().contract());
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

  /** What must be there besides: the logs that were sealed are read before the present one. */
  static Stream<String> sealedProviders(AssemblyFile.Content content) {
    return content.sealedLogs().stream().map(AssemblyFile.Entry::provider);
  }

  /** Opens every role, catches up with the log and starts the outbox's pump. */
  void open() {
    Map<Role, String> names =
        providers(book.content(), platform.configuration().settings(Wanted.PID));
    names.forEach((role, name) -> assemblies.install(activate(openAt(role, name))));
    book.persist();
    StateStore store = assemblies.current().store();
    snapshots.recover(store);
    follower.catchUp(book.sealedLogs());
    streams().forEach(assemblies.current().events()::ensureStream);
    WholeLog.require(assemblies.current());
    pump.start(assemblies.current().events(), Head.read(store).block());
    book.sweepAtStart();
  }

  private RoleInstance openAt(Role role, String name) {
    String directory = book.directory(role, name).orElseGet(() -> book.next(role, name));
    return openings.open(role, name, directory);
  }

  static RoleInstance activate(RoleInstance instance) {
    instance.life().to(Life.State.ACTIVE);
    return instance;
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

  /** A command of the node itself. */
  Command command(CommandDraft draft, DedupId id) {
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

  Openings openings() {
    return openings;
  }

  Assemblies assemblies() {
    return assemblies;
  }

  /** The node's streams. */
  List<StreamSpec> streams() {
    return Streams.specs(platform.configuration().settings("io.cmesh.kernel"));
  }

  /** Closes an instance of {@code before} once nobody uses it any more. */
  void retire(Assembly before, RoleInstance old) {
    old.life().to(Life.State.DRAINING);
    assemblies.drained(before, DRAIN).thenAccept(drained -> end(old, drained));
  }

  private void end(RoleInstance old, boolean drained) {
    if (drained) {
      close(old);
      book.retired(old);
    } else {
      // Closing an engine under a running call could bring the process down.
      quarantine(old);
    }
  }

  private static void quarantine(RoleInstance old) {
    old.life().to(Life.State.QUARANTINED);
    LOG.warn("{} is still in use after {} s and stays open", old.directory(), DRAIN.toSeconds());
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

  InstanceBook book() {
    return book;
  }

  LogFollower follower() {
    return follower;
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
    book.forgetSealed();
    book.close();
    assemblies.current().instances().values().forEach(Kernel::close);
  }

  static void close(RoleInstance instance) {
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
