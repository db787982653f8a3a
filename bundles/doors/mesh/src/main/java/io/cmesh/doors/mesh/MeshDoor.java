package io.cmesh.doors.mesh;

import io.cmesh.api.Cancellable;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.api.node.Sessions;
import io.cmesh.http.HttpHandler;
import io.cmesh.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The node's own door, open while the node is ready: while its services are there. */
@Component(service = MeshDoor.class, immediate = true)
public final class MeshDoor {
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final HttpServer server;
  private final List<Cancellable> registrations = new ArrayList<>();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(MeshDoor::thread);
  private final EventEndpoint events;

  /**
   * Registers its paths with the node's listener.
   *
   * @param watch must be there first: of two handlers of one path the later one answers, and a node
   *     that was ready before it would be called not ready for ever
   */
  @Activate
  public MeshDoor(
      @Reference WatchDoor watch,
      @Reference HttpServer server,
      @Reference Dispatcher dispatcher,
      @Reference Sessions sessions,
      @Reference Admin admin,
      @Reference EventsAccess access) {
    this(server, dispatcher, sessions, admin, access, BEAT);
  }

  MeshDoor(
      HttpServer server,
      Dispatcher dispatcher,
      Sessions sessions,
      Admin admin,
      EventsAccess access,
      Duration beat) {
    this.server = server;
    this.events = new EventEndpoint(access, scheduler, beat);
    serve(MeshEndpoint.PREFIX, new MeshEndpoint(dispatcher, admin));
    serve("/cmtp", new CmtpEndpoint(dispatcher, admin));
    serve(SessionEndpoint.PREFIX, new SessionEndpoint(sessions));
    serve(PermissionEndpoint.PREFIX, new PermissionEndpoint(dispatcher));
    serve(NameEndpoint.PREFIX, new NameEndpoint(dispatcher));
    serve(ContractEndpoint.PREFIX, new ContractEndpoint(dispatcher));
    serve(EventEndpoint.EVENTS, events);
    serve(EventEndpoint.STREAMS, events);
    serve(AdminEndpoint.PREFIX, new AdminEndpoint(admin));
    serve(ReadyEndpoint.PATH, new ReadyEndpoint(admin));
    serve("/", new InfoEndpoint(sessions, admin));
  }

  private void serve(String prefix, HttpHandler handler) {
    registrations.add(server.register(HttpServer.NODE, prefix, handler));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "cmesh-door-mesh");
    thread.setDaemon(true);
    return thread;
  }

  /** Leaves the listener, whose paths answer 503 from then on, and ends followers. */
  @Deactivate
  public void close() {
    registrations.forEach(Cancellable::close);
    events.close();
    scheduler.shutdownNow();
  }
}
