package io.cmesh.bench;

import io.cmesh.api.Bytes;
import io.cmesh.api.iam.Handshake;
import io.cmesh.api.iam.SessionCall;
import io.cmesh.api.iam.SessionConfirm;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.MessageId;
import io.cmesh.api.node.AuditLog;
import io.cmesh.api.node.Origin;
import io.cmesh.api.provider.Disk;
import io.cmesh.cmtp.Sha256LayerHasher;
import io.cmesh.consensus.solo.SoloProvider;
import io.cmesh.events.local.LocalEventsFactory;
import io.cmesh.iam.local.LocalIamFactory;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.keys.NodeKeys;
import io.cmesh.kernel.node.FileConfiguration;
import io.cmesh.kernel.node.Node;
import io.cmesh.kernel.node.Platform;
import io.cmesh.registrar.local.LocalRegistrarFactory;
import io.cmesh.router.local.LocalRouterFactory;
import io.cmesh.runtime.JdkScheduler;
import io.cmesh.state.memory.MemoryStateFactory;
import io.cmesh.state.rocksdb.RocksStateFactory;
import io.cmesh.tck.support.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** A whole node in this JVM on the embedded providers, its audit log only counted. */
final class BenchNode implements AutoCloseable {
  private static final Origin ORIGIN = Origin.of("bench", "");

  private final SecureRandom random = new SecureRandom();
  private final JdkScheduler scheduler = new JdkScheduler();
  private final FileConfiguration configuration;
  private final Node node;
  private final String token;

  BenchNode(String state, Disk disk) {
    Path home = home(state);
    configuration = new FileConfiguration(home.resolve("none"), home, Map.of(), scheduler);
    Clock clock = Clock.systemUTC();
    Platform platform =
        new Platform(
            configuration,
            clock,
            scheduler,
            random,
            disk,
            new Sha256LayerHasher(),
            new CountingAudit());
    NodeKeys keys = new NodeKeys(home, clock, random);
    node =
        Node.start(
            platform, providers(), providers()::get, keys, new Node.Birth(clock.millis(), "bench"));
    token = session(new TestKeys());
  }

  private static Path home(String state) {
    try {
      Path home = Files.createTempDirectory("cmesh-bench");
      Files.createDirectories(home.resolve("data"));
      Files.createDirectories(home.resolve("etc"));
      Files.writeString(home.resolve("etc/io.cmesh.roles.cfg"), "state = " + state + "\n");
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Providers providers() {
    Bundle bundle = proxy(Bundle.class, "getVersion", new Version(0, 1, 0));
    BundleContext context = proxy(BundleContext.class, "getBundle", bundle);
    Providers providers = new Providers();
    providers.add(new MemoryStateFactory(context));
    providers.add(new RocksStateFactory(context));
    providers.add(new SoloProvider(context));
    providers.add(new LocalEventsFactory(context));
    providers.add(new LocalRouterFactory(context));
    providers.add(new LocalRegistrarFactory(context));
    providers.add(new LocalIamFactory(context));
    return providers;
  }

  /** As much of a bundle as a factory asks of its own. */
  private static <T> T proxy(Class<T> type, String method, Object answer) {
    InvocationHandler handler =
        (self, called, arguments) -> called.getName().equals(method) ? answer : null;
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private String session(TestKeys keys) {
    String did = keys.nodeDid();
    SessionCall call = node.sessions().call(did, ORIGIN);
    Bytes answer = sign(keys, Handshake.ANSWER, call, call.nonce());
    SessionConfirm confirm = node.sessions().answer(call.id(), answer);
    Bytes consent = sign(keys, Handshake.CONSENT, call, confirm.nonce());
    return join(node.sessions().consent(call.id(), consent, ORIGIN)).token();
  }

  private static Bytes sign(TestKeys keys, String step, SessionCall call, Bytes nonce) {
    return keys.sign(Handshake.signed(step, call.id(), nonce, call.nodeDid(), keys.nodeDid()));
  }

  Message call(String fqmn) {
    return join(begin(fqmn));
  }

  CompletionStage<Message> begin(String fqmn) {
    UUID id = MessageId.next(System.currentTimeMillis(), random);
    return node.dispatcher().dispatch(Message.request(id, fqmn, token), ORIGIN);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Override
  public void close() {
    node.close();
    configuration.close();
    scheduler.close();
  }

  /** Takes leaves and drops them: what the disk costs is measured elsewhere. */
  private static final class CountingAudit implements AuditLog {
    private final AtomicLong size = new AtomicLong();

    @Override
    public long append(char kind, UUID id, long timeMillis, Bytes finalHash) {
      return size.getAndIncrement();
    }

    @Override
    public void force() {}

    @Override
    public long size() {
      return size.get();
    }
  }
}
