package io.cmesh.kernel.node;

import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.api.node.Sessions;
import io.cmesh.api.node.Traffic;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.dispatch.Way;
import io.cmesh.kernel.keys.NodeKeys;
import io.cmesh.kernel.keys.OperatorTokens;
import io.cmesh.runtime.LoneTransport;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: opens its roles, catches up, proves itself, and only then can be reached through what it
 * offers to doors. Plain Java: tests and simulators make one like any other object.
 */
public final class Node implements AutoCloseable {
  /** The PID of the node itself. */
  public static final String PID = "io.cmesh.node";

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Kernel kernel;
  private final Way way;
  private final LogKeeper keeper;
  private final SessionService sessions;
  private final EventsService events;
  private final AdminService admin;
  private final RoleSwaps swaps;
  private final WantedRoles wanted;

  /**
   * How the process began, for the status.
   *
   * @param startedMillis when the process started, milliseconds since the epoch
   * @param version of CMesh
   */
  public record Birth(long startedMillis, String version) {}

  private Node(
      Platform platform, Providers providers, Installer installer, NodeKeys keys, Birth birth) {
    Settings settings = platform.configuration().settings(PID);
    String name = settings.text("name", "node");
    Openings openings =
        new Openings(
            providers,
            platform.configuration(),
            platform.clock(),
            platform.random(),
            platform.scheduler(),
            platform.disk(),
            new LoneTransport(name),
            keys);
    kernel = new Kernel(platform, openings, name);
    kernel.open();
    way = new Way(parts(platform, keys));
    keeper = new LogKeeper(kernel, platform.configuration().settings("io.cmesh.kernel"));
    sessions = new SessionService(kernel, way.gate());
    events = new EventsService(kernel, way.gate());
    new SelfTest(kernel, sessions).run();
    long boot = platform.clock().millis() - birth.startedMillis;
    StatusReport report =
        new StatusReport(
            kernel, way, new StatusReport.Boot(birth.startedMillis, boot, birth.version));
    swaps = new RoleSwaps(kernel, installer);
    admin = new AdminService(kernel, way, keys, report, installer, swaps);
    wanted = new WantedRoles(kernel, admin, swaps);
    LOG.info("node {} ({}) is ready after {} ms", name, keys.nodeDid(), boot);
  }

  private Way.Parts parts(Platform platform, NodeKeys keys) {
    Settings settings = platform.configuration().settings("io.cmesh.kernel");
    return new Way.Parts(
        kernel.assemblies(),
        kernel.sequencer(),
        kernel.applier(),
        kernel.handlers(),
        kernel.pump(),
        kernel.execution(),
        new OperatorTokens(keys.operatorDid(), keys.nodeDid(), platform.clock()),
        platform.hasher(),
        platform.audit(),
        platform.clock(),
        platform.scheduler(),
        platform.random(),
        kernel.node(),
        settings.duration("write.timeout", Duration.ofSeconds(30)));
  }

  /**
   * Starts a node; returns once it is ready.
   *
   * @throws MeshException where a role cannot be opened, the log or a store is damaged, or a
   *     self-test fails: says which and what to do
   */
  public static Node start(
      Platform platform, Providers providers, Installer installer, NodeKeys keys, Birth birth) {
    return new Node(platform, providers, installer, keys, birth);
  }

  /**
   * A provider that a start needs.
   *
   * @param name without a version
   */
  public record Needed(Role role, String name) {}

  /** Which providers must be there before a node can start in this home. */
  public static Set<Needed> needed(Platform platform) {
    AssemblyFile file = new AssemblyFile(platform.disk(), platform.configuration().home());
    AssemblyFile.Content content = file.read();
    Set<Needed> needed = new LinkedHashSet<>();
    Kernel.providers(content, platform.configuration().settings(Wanted.PID))
        .forEach((role, name) -> needed.add(new Needed(role, name)));
    Kernel.sealedProviders(content).forEach(name -> needed.add(new Needed(Role.CONSENSUS, name)));
    return needed;
  }

  /** The way of a request. */
  public Dispatcher dispatcher() {
    return way.dispatcher();
  }

  /** Sessions. */
  public Sessions sessions() {
    return sessions;
  }

  /** Administration. */
  public Admin admin() {
    return admin;
  }

  /** Events, read and followed. */
  public EventsAccess events() {
    return events;
  }

  /** The node's own direct events. */
  public Traffic traffic() {
    return events;
  }

  /** Adds what an application brings. */
  public void add(CommandHandler handler) {
    kernel.handlers().add(handler);
  }

  /** A provider has come: opens it where its role is wanted and empty. */
  public void came(Role role, String provider) {
    wanted.came(role, provider);
  }

  /**
   * A provider ({@code name} or {@code name@version}) goes: its role is answered 503 until it is
   * back. Returns once nobody uses it, or after a bounded wait.
   */
  public void goes(Role role, String provider) {
    wanted.goes(role, provider);
  }

  /** Drains, makes everything durable, closes. */
  @Override
  public void close() {
    wanted.close();
    swaps.close();
    keeper.close();
    way.close();
    kernel.close();
    LOG.info("node {} is closed", kernel.node());
  }
}
