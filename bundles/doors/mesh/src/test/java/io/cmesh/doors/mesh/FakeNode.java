package io.cmesh.doors.mesh;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.events.StreamInfo;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.iam.Tokens;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Admin;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.EventsAccess;
import io.cmesh.api.node.InstallableProvider;
import io.cmesh.api.node.NodeStatus;
import io.cmesh.api.node.Origin;
import io.cmesh.api.node.ProviderStatus;
import io.cmesh.api.node.RoleStatus;
import io.cmesh.api.node.Sessions;
import io.cmesh.api.node.SwapPlan;
import io.cmesh.api.node.SwapReport;
import io.cmesh.api.node.SwapStep;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.View;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's services as the door sees them. Tokens: {@code alice} and {@code operator} are good.
 */
final class FakeNode implements Dispatcher, Sessions, Admin, EventsAccess {
  static final String DID = "did:key:zNode";
  static final UUID SESSION = UUID.fromString("01930000-0000-7000-8000-000000000001");

  final List<Message> requests = new CopyOnWriteArrayList<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<Consumer<Event>> followers = new CopyOnWriteArrayList<>();
  final List<Consumer<MeshException>> endings = new CopyOnWriteArrayList<>();
  final MapView view = new MapView();
  volatile Health health = Health.OK;
  volatile @Nullable SwapReport running;
  volatile CommandDraft draft = new CommandDraft("none/1", Bytes.EMPTY);
  volatile Function<Message, Message> answering =
      m -> answer(m, Status.OK, Bytes.utf8("\"Hello, world\""));

  static Message answer(Message m, Status status, Bytes payload) {
    return new Message(
        m.id(), m.fqmn(), m.headers(), payload, null, List.of(), m.fqmn(), status, 42L);
  }

  private CompletionStage<Message> passing(Message request, Function<Principal, Message> then) {
    requests.add(request);
    try {
      String token = request.token();
      return CompletableFuture.completedFuture(then.apply(who(token == null ? "" : token)));
    } catch (MeshException e) {
      return CompletableFuture.completedFuture(
          answer(request, e.status(), io.cmesh.http.Problem.json(e)));
    }
  }

  private static Principal who(String token) {
    return switch (token) {
      case "alice" -> Principal.identity("did:key:zAlice", SESSION.toString());
      case "operator" -> Principal.operator("did:key:zOperator");
      default ->
          throw new MeshException(Status.UNAUTHORIZED, "CMESH-KRN-010", "no token", "cmesh login");
    };
  }

  @Override
  public CompletionStage<Message> dispatch(Message request, Origin origin) {
    return passing(request, who -> answering.apply(request));
  }

  @Override
  public CompletionStage<Message> order(
      Message request,
      Origin origin,
      String operation,
      BiFunction<Principal, View, CommandDraft> form) {
    calls.add(operation);
    return passing(
        request,
        who -> {
          draft = form.apply(who, view);
          return answer(request, Status.OK, Bytes.utf8("null"));
        });
  }

  @Override
  public CompletionStage<Message> inspect(
      Message request, Origin origin, String operation, BiFunction<Principal, View, Bytes> read) {
    calls.add(operation);
    return passing(request, who -> answer(request, Status.OK, read.apply(who, view)));
  }

  @Override
  public SessionCall call(String did, Origin origin) {
    calls.add("call " + did);
    return new SessionCall(SESSION, Bytes.hex("0102"), DID, Bytes.hex("ff"));
  }

  @Override
  public SessionConfirm answer(UUID id, Bytes signature) {
    calls.add("answer " + id + " " + signature.hex());
    return new SessionConfirm(Bytes.hex("03"), List.of("read"), Bytes.hex("fe"));
  }

  @Override
  public CompletionStage<Tokens> consent(UUID id, Bytes signature, Origin origin) {
    calls.add("consent " + id + " " + signature.hex());
    return CompletableFuture.supplyAsync(FakeNode::tokens);
  }

  @Override
  public CompletionStage<Tokens> renew(String renewToken) {
    return renewToken.equals("renewal")
        ? CompletableFuture.completedFuture(tokens())
        : CompletableFuture.failedFuture(
            new MeshException(Status.UNAUTHORIZED, "CMESH-IAM-009", "no such session"));
  }

  private static Tokens tokens() {
    return new Tokens("t", "r", Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Override
  public CompletionStage<Void> end(String token, Origin origin) {
    calls.add("end " + token);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Bytes jwks() {
    return Bytes.utf8("{\"keys\":[]}");
  }

  @Override
  public String nodeDid() {
    return DID;
  }

  @Override
  public Principal authenticate(String token) {
    return who(token);
  }

  @Override
  public void requireOperator(Principal by) {
    if (!by.isTrusted()) {
      throw new MeshException(Status.FORBIDDEN, "CMESH-KRN-020", "for the operator");
    }
  }

  @Override
  public NodeStatus status() {
    return new NodeStatus("node", DID, "0.1.0", "17", health, 0, 900, 7, 3, "ab", 1, roles());
  }

  @Override
  public List<RoleStatus> roles() {
    return List.of(
        new RoleStatus(Role.STATE, "rocksdb", "0.1.0", "rocksdb", true, health, "data/state/1"));
  }

  @Override
  public List<ProviderStatus> providers() {
    Descriptor descriptor =
        new Descriptor(
            Role.STATE, "rocksdb", "0.1.0", true, false, HandOver.SNAPSHOT, Set.of(), List.of());
    return List.of(new ProviderStatus(descriptor, true));
  }

  @Override
  public List<InstallableProvider> installable() {
    return List.of(new InstallableProvider(Role.STATE, "memory"));
  }

  @Override
  public SwapPlan plan(Role role, String provider, Principal by) {
    calls.add("plan " + role.text() + " " + provider);
    return new SwapPlan(
        role, "rocksdb/0.1.0", provider, false, 3, 4096, "none", List.of("careful"));
  }

  @Override
  public CompletionStage<RoleStatus> rollback(Role role, Principal by) {
    calls.add("rollback " + role.text());
    return CompletableFuture.completedFuture(roles().get(0));
  }

  @Override
  public CompletionStage<Void> install(Role role, String provider, Principal by) {
    calls.add("install " + role.text() + " " + provider);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> uninstall(Role role, String provider, Principal by) {
    calls.add("uninstall " + role.text() + " " + provider);
    return CompletableFuture.failedFuture(
        new MeshException(Status.CONFLICT, "CMESH-SWP-016", "it serves", "Swap first."));
  }

  @Override
  public List<SwapReport> swaps(int limit, Principal by) {
    calls.add("swaps " + limit);
    SwapReport asked = running;
    return asked == null ? List.of(watched(by)) : List.of(asked, watched(by));
  }

  private static SwapReport watched(Principal by) {
    return new SwapReport(
        7,
        Role.STATE,
        "rocksdb/0.1.0",
        "memory/0.1.0",
        by.did(),
        1_700_000_000_000L,
        SwapReport.Outcome.WATCHED,
        List.of(new SwapStep(SwapStep.Step.COPY, 1_700_000_000_001L, 12, 3, 3)),
        1,
        null);
  }

  @Override
  public CompletionStage<RoleStatus> swap(Role role, String provider, Principal by) {
    calls.add("swap " + role.text() + " " + provider);
    if (!provider.equals("none")) {
      running = begun(role, provider, by);
    }
    return CompletableFuture.supplyAsync(() -> roles().get(0));
  }

  private static SwapReport begun(Role role, String provider, Principal by) {
    return new SwapReport(
        8,
        role,
        "rocksdb/0.1.0",
        provider,
        by.did(),
        1_700_000_000_000L,
        SwapReport.Outcome.RUNNING,
        List.of(new SwapStep(SwapStep.Step.PLAN, 1_700_000_000_000L, 0, 0, 0)),
        0,
        null);
  }

  @Override
  public CompletionStage<Long> backup(Path file, Principal by) {
    calls.add("backup " + file);
    return CompletableFuture.completedFuture(7L);
  }

  @Override
  public CompletionStage<Long> restore(Path file, Principal by) {
    calls.add("restore " + file);
    return CompletableFuture.completedFuture(7L);
  }

  @Override
  public void rotateTokenKey(Principal by) {
    calls.add("rotate");
  }

  @Override
  public Cancellable follow(
      String token,
      String filter,
      long from,
      Consumer<Event> consumer,
      Consumer<MeshException> whenEnded) {
    who(token);
    if (filter.startsWith("forbidden")) {
      throw MeshException.of(Status.UNAVAILABLE, "CMESH-EVT-009", "not now")
          .retryAfter(Duration.ofSeconds(7))
          .build();
    }
    calls.add("subscribe " + filter + " " + from);
    followers.add(consumer);
    endings.add(whenEnded);
    return () -> followers.remove(consumer);
  }

  @Override
  public List<StreamInfo> streams(String token) {
    who(token);
    return List.of(new StreamInfo(new StreamSpec("demo", List.of("demo.>"), 1 << 20), 1, 9, 100));
  }
}
