package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.node.Origin;
import io.cmesh.api.permission.PermissionCommands;
import io.cmesh.api.permission.Rule;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.cmtp.Sha256LayerHasher;
import io.cmesh.consensus.mock.MockProvider;
import io.cmesh.consensus.solo.SoloProvider;
import io.cmesh.events.local.LocalEventsFactory;
import io.cmesh.events.memory.MemoryEventsFactory;
import io.cmesh.iam.local.LocalIamFactory;
import io.cmesh.iam.mock.MockIamFactory;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.keys.NodeKeys;
import io.cmesh.kernel.support.Bundles;
import io.cmesh.kernel.support.FakeProvider;
import io.cmesh.registrar.local.LocalRegistrarFactory;
import io.cmesh.router.local.LocalRouterFactory;
import io.cmesh.runtime.JdkDisk;
import io.cmesh.runtime.JdkScheduler;
import io.cmesh.state.memory.MemoryStateFactory;
import io.cmesh.state.rocksdb.RocksStateFactory;
import io.cmesh.tck.support.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/** A whole node in this JVM, on the embedded providers, and somebody to talk to it. */
final class TestNode implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Origin TEST = Origin.of("test", "");

  final MemoryAudit audit = new MemoryAudit();
  final Node node;
  private final Platform platform;
  private final JdkScheduler scheduler = new JdkScheduler();
  private final FileConfiguration configuration;

  private TestNode(Path home, Disk disk, ProviderFactory<?>... more) {
    configuration = new FileConfiguration(home.resolve("none"), home, Map.of(), scheduler);
    platform =
        new Platform(
            configuration,
            Clock.systemUTC(),
            scheduler,
            RANDOM,
            disk,
            new Sha256LayerHasher(),
            audit);
    NodeKeys keys = new NodeKeys(home, platform.clock(), RANDOM);
    Providers providers = providers(more);
    node =
        Node.start(
            platform,
            providers,
            providers::get,
            keys,
            new Node.Birth(System.currentTimeMillis(), "test"));
  }

  private static Providers providers(ProviderFactory<?>... more) {
    BundleContext bundle = Bundles.context();
    Providers providers = new Providers();
    providers.add(new MemoryStateFactory(bundle));
    providers.add(new RocksStateFactory(bundle));
    providers.add(new SoloProvider(bundle));
    providers.add(new MockProvider(bundle));
    providers.add(new LocalEventsFactory(bundle));
    providers.add(new MemoryEventsFactory(bundle));
    providers.add(new LocalRouterFactory(bundle));
    providers.add(new LocalRegistrarFactory(bundle));
    providers.add(new LocalIamFactory(bundle));
    providers.add(new MockIamFactory(bundle));
    for (ProviderFactory<?> each : more) {
      providers.add(each);
    }
    providers.add(new FakeProvider<>(Role.CONTRACT, "fake", opening -> "no runtime"));
    return providers;
  }

  /** Starts a node in {@code home} with these roles set, as {@code state = memory}. */
  static TestNode start(Path home, String... roles) throws Exception {
    return start(home, new JdkDisk(), roles);
  }

  static TestNode start(Path home, Disk disk, String... roles) throws Exception {
    wish(home, roles);
    return new TestNode(home, disk);
  }

  /** Starts a node with these roles set where others than the embedded providers are there. */
  static TestNode startWith(Path home, String roles, ProviderFactory<?>... more) throws Exception {
    wish(home, roles);
    return new TestNode(home, new JdkDisk(), more);
  }

  private static void wish(Path home, String... roles) throws Exception {
    Files.createDirectories(home.resolve("data"));
    Files.createDirectories(home.resolve("etc"));
    Files.writeString(home.resolve("etc/io.cmesh.roles.cfg"), String.join("\n", roles));
  }

  /** Starts a node with these roles set, on this disk, where others than the embedded are there. */
  static TestNode startWith(Path home, Disk disk, String roles, ProviderFactory<?>... more)
      throws Exception {
    wish(home, roles);
    return new TestNode(home, disk, more);
  }

  /** What it was given. */
  Platform platform() {
    return platform;
  }

  /** Somebody with a session. */
  Person person() throws Exception {
    return person(new TestKeys());
  }

  /** The identity of these keys, with a session. */
  Person person(TestKeys keys) throws Exception {
    return new Person(keys);
  }

  /** Somebody with a session of before, at this node. */
  Person as(Person known) {
    return new Person(known.did, known.token);
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    node.close();
    configuration.close();
    scheduler.close();
  }

  /** Leaves everything as a killed process would: nothing is flushed or closed. */
  void abandon() {
    configuration.close();
    scheduler.close();
  }

  /** Copies a home as it is now: what a process that is killed at this instant leaves. */
  static Path copy(Path home, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path from : all.toList()) {
        Path target = to.resolve(home.relativize(from).toString());
        try {
          if (Files.isDirectory(from)) {
            Files.createDirectories(target);
          } else {
            Files.copy(from, target);
          }
        } catch (NoSuchFileException e) {
          continue; // an engine has deleted it meanwhile
        }
      }
    }
    return to;
  }

  /** An identity in a session. */
  final class Person {
    final String did;
    final String token;

    private Person(TestKeys keys) throws Exception {
      did = keys.nodeDid();
      SessionCall call = node.sessions().call(did, TEST);
      Bytes answer = sign(keys, Handshake.ANSWER, call.id(), call.nonce(), call.nodeDid());
      SessionConfirm confirm = node.sessions().answer(call.id(), answer);
      Bytes consent = sign(keys, Handshake.CONSENT, call.id(), confirm.nonce(), call.nodeDid());
      token = get(node.sessions().consent(call.id(), consent, TEST)).token();
    }

    private Person(String did, String token) {
      this.did = did;
      this.token = token;
    }

    private Bytes sign(TestKeys keys, String step, UUID id, Bytes nonce, String nodeDid) {
      return keys.sign(Handshake.signed(step, id, nonce, nodeDid, did));
    }

    Message call(String fqmn) throws Exception {
      return call(newId(), fqmn);
    }

    Message call(UUID id, String fqmn) throws Exception {
      return get(begin(id, fqmn));
    }

    CompletionStage<Message> begin(UUID id, String fqmn) {
      return node.dispatcher().dispatch(Message.request(id, fqmn, token), TEST);
    }

    CompletionStage<Message> begin(String fqmn) {
      return begin(newId(), fqmn);
    }

    Message stale(String fqmn) throws Exception {
      Message request = Message.request(newId(), fqmn, token);
      return get(
          node.dispatcher()
              .dispatch(request.withHeaders(Headers.NONE.withRequest("prefer", "stale")), TEST));
    }

    Message grant(Rule rule) throws Exception {
      return order("permission.grant", PermissionCommands.grant(rule));
    }

    Message revoke(Rule rule) throws Exception {
      return order("permission.revoke", PermissionCommands.revoke(rule));
    }

    private Message order(String operation, CommandDraft command) throws Exception {
      Message request = Message.request(newId(), "", token);
      return get(node.dispatcher().order(request, TEST, operation, (by, view) -> command));
    }

    void logout() throws Exception {
      get(node.sessions().end(token, TEST));
    }
  }

  /** Who may do everything. */
  Principal operator() {
    return Principal.operator("did:key:operator");
  }

  static UUID newId() {
    return MessageId.next(System.currentTimeMillis(), RANDOM);
  }

  static Duration soon() {
    return Duration.ofSeconds(20);
  }
}
