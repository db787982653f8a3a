package io.cmesh.itests.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.client.Doc;
import io.cmesh.client.MeshClient;
import io.cmesh.client.OperatorKey;
import io.cmesh.itests.node.NodeProcess;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients call a node, subscribers follow its events, and all the while one provider after the
 * other is swapped. No call may fail, no write or event may be lost, come twice or out of order.
 */
public final class Soak {
  private static final String WHO = "soaker";
  private static final int FILLING = 48 << 10;

  private final NodeProcess node;
  private final SoakPlan plan;
  private final Findings findings = new Findings();
  private final AtomicLong shared = new AtomicLong();
  private final List<History> histories = new ArrayList<>();
  private final List<Subscriber> channels = new ArrayList<>();
  private final List<Subscriber> changes = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private Soak(NodeProcess node, SoakPlan plan) {
    this.node = node;
    this.plan = plan;
  }

  /** What a node of this is started with. */
  static String[] options() {
    return new String[] {
      "--set", "io.cmesh.roles.contract=mock",
      "--set", "io.cmesh.kernel.swap.watch=500ms",
      "--set", "io.cmesh.iam.local.tokenLifetime=12h"
    };
  }

  /** Soaks a node that runs, as planned; what was found. */
  static SoakReport run(NodeProcess node, SoakPlan plan) {
    return new Soak(node, plan).run();
  }

  private SoakReport run() {
    try (MeshClient client = node.as(WHO);
        MeshClient operator = operator()) {
      prepare(client);
      fill(node.token(WHO));
      follow(client);
      long began = System.nanoTime();
      drive(operator);
      double seconds = (System.nanoTime() - began) / 1e9;
      verify();
      return new SoakReport(
          plan, findings, seconds, Holds.read(node.home().resolve("data/swaps.jsonl")));
    } finally {
      channels.forEach(Subscriber::close);
      changes.forEach(Subscriber::close);
      histories.forEach(History::close);
      threads.shutdownNow();
    }
  }

  private MeshClient operator() {
    MeshClient client = MeshClient.of(node.url());
    OperatorKey key = OperatorKey.load(node.home().resolve("admin.key"), Clock.systemUTC());
    return client.with(key.tokensFor(client.nodeDid()));
  }

  private void prepare(MeshClient client) {
    deploy(client, History.counter(), "mock:counter");
    for (int i = 0; i < plan.clients(); i++) {
      deploy(client, History.contract(i), "mock:append");
      NodeProcess.payload(client.call("0xRW:" + History.name(i) + ":0xS:" + History.address(i)));
      histories.add(new History(i, node.url(), node.token(WHO), plan, findings, shared));
    }
  }

  private static void deploy(MeshClient client, String address, String code) {
    byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    client.request("POST", "/contracts", Doc.of("address", address).with("code", text));
  }

  private void fill(String token) {
    String value = "x".repeat(FILLING);
    try (Wire wire = new Wire(node.url(), token)) {
      for (long n = 0; n * FILLING < plan.fillBytes(); n++) {
        assertThat(wire.post("0xSW:0x5aff:fill" + n, value).status()).isEqualTo(200);
      }
    }
  }

  private void follow(MeshClient client) {
    for (int i = 0; i < plan.clients(); i++) {
      channels.add(new Subscriber(client, History.channel(i), findings));
      String of = "events.state.contracts." + History.address(i) + ".>";
      changes.add(new Subscriber(client, of, findings));
    }
    channels.forEach(threads::execute);
    changes.forEach(threads::execute);
  }

  private void drive(MeshClient operator) {
    Swapper swapper = new Swapper(operator, plan, findings);
    System.err.println("soak: " + plan + " " + swapper.providers());
    ExecutorService clients = Executors.newFixedThreadPool(plan.clients());
    for (int i = 0; i < plan.clients(); i++) {
      int number = i;
      clients.execute(() -> call(histories.get(number), number));
    }
    while (!findings.isStopped() && !isDone()) {
      if (plan.swaps() > 0) {
        swapper.next();
      } else {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
    findings.stop();
    clients.shutdown();
    await().atMost(Duration.ofMinutes(2)).until(clients::isTerminated);
  }

  private boolean isDone() {
    return findings.calls() >= plan.calls() && findings.swaps() >= plan.swaps();
  }

  private void call(History history, int number) {
    Random random = new Random(plan.seed() - number);
    long interval = plan.perSecond() == 0 ? 0 : 1_000_000_000L * plan.clients() / plan.perSecond();
    long due = System.nanoTime() + interval * number / plan.clients();
    try {
      while (!findings.isStopped()) {
        due = interval == 0 ? System.nanoTime() : due + interval;
        awaitTime(due);
        String beside = findings.beside();
        if (random.nextInt(100) < plan.writes()) {
          history.write();
        } else {
          history.read();
        }
        findings.called(beside, System.nanoTime() - due);
      }
    } catch (RuntimeException e) {
      findings.fault("client " + number + " ended: " + e);
    }
  }

  private static void awaitTime(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
  }

  private void verify() {
    if (!findings.faults().isEmpty()) {
      return;
    }
    histories.forEach(History::verify);
    for (int i = 0; i < plan.clients(); i++) {
      caughtUp(channels.get(i), histories.get(i).published());
      caughtUp(changes.get(i), histories.get(i).written());
    }
    try (Wire wire = new Wire(node.url(), node.token(WHO))) {
      String sum = wire.get("0xS:" + History.counter() + ":value").body();
      if (!sum.equals(Long.toString(shared.get())) && !(shared.get() == 0 && sum.equals("0"))) {
        findings.fault("the counter of all clients is " + sum + " (expected: " + shared + ")");
      }
    }
  }

  private void caughtUp(Subscriber subscriber, long expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (subscriber.last() < expected && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    if (subscriber.last() != expected) {
      findings.fault(
          subscriber.filter()
              + ": the last event is "
              + subscriber.last()
              + " (expected: "
              + expected
              + ")");
    }
  }
}
