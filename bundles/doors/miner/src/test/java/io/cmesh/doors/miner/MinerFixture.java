package io.cmesh.doors.miner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.Origin;
import io.cmesh.api.node.Traffic;
import io.cmesh.api.state.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/** A miner on a directory, with a node that tests answer for. */
final class MinerFixture implements AutoCloseable {
  static final Principal ALICE = Principal.identity("did:key:zAlice", "s1");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Path dir;
  final List<Origin> origins = new CopyOnWriteArrayList<>();
  final List<Message> asked = new CopyOnWriteArrayList<>();
  final List<NewEvent> events = new CopyOnWriteArrayList<>();
  final AtomicLong block = new AtomicLong(1);
  volatile boolean recording = true;
  volatile BiFunction<Message, Origin, CompletionStage<Message>> node = MinerFixture::echo;
  volatile Traffic traffic = this::store;
  MinerSettings settings = settings(1);
  private MineJobs jobs;

  MinerFixture(Path dir) {
    this.dir = dir;
    restart();
  }

  static MinerSettings lineByLine() {
    return new MinerSettings(1, 4096, 1 << 24, Duration.ofSeconds(20), 1, Duration.ofMillis(2), 4);
  }

  static MinerSettings settings(int confirmations) {
    return new MinerSettings(
        64, 4096, 1 << 24, Duration.ofSeconds(20), confirmations, Duration.ofMillis(2), 4);
  }

  /** Ends the node and starts it again. */
  void restart() {
    if (jobs != null) {
      jobs.close();
    }
    jobs =
        new MineJobs(
            settings,
            new RunningJob.Node(
                new Node(),
                list -> traffic.publish(list),
                block::get,
                new Asker.Tools(Clock.systemUTC(), new Random(1), new Random(2), timer)));
  }

  MineJobs jobs() {
    return jobs;
  }

  Path log() {
    return dir.resolve("requests.log");
  }

  Path out() {
    return dir.resolve("responses.log");
  }

  JobSpec spec(boolean follow) {
    return new JobSpec(log(), out(), follow, ALICE.did());
  }

  RunningJob start(boolean follow) {
    return jobs.start(spec(follow), ALICE);
  }

  /** Mines to the end of the log; returns the answers. */
  List<String> mine() {
    RunningJob job = start(false);
    await().atMost(30, SECONDS).until(() -> !job.isRunning());
    assertThat(job.progress().failure()).isNull();
    return answers();
  }

  void log(String text) {
    write(log(), text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> answers() {
    try {
      return Files.exists(out()) ? Files.readAllLines(out()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of the answers, in their order. */
  List<Integer> ids() {
    return answers().stream()
        .map(line -> Integer.valueOf(line.substring(0, line.indexOf(';'))))
        .toList();
  }

  List<NewEvent> events(String prefix) {
    return events.stream().filter(event -> event.subject().startsWith(prefix)).toList();
  }

  static CompletionStage<Message> echo(Message request, Origin origin) {
    return CompletableFuture.completedFuture(answer(request, Status.OK, null));
  }

  static Message answer(Message request, Status status, Long index) {
    return new Message(
        request.id(),
        request.fqmn(),
        request.headers(),
        Bytes.utf8("\"" + request.fqmn().length() + "\""),
        null,
        List.of(),
        request.fqmn(),
        status,
        index);
  }

  private CompletionStage<Long> store(List<NewEvent> list) {
    if (recording) {
      events.addAll(list);
    }
    return CompletableFuture.completedFuture(1L);
  }

  @Override
  public void close() {
    jobs.close();
    timer.shutdownNow();
  }

  private final class Node implements Dispatcher {
    @Override
    public CompletionStage<Message> dispatch(Message request, Origin origin) {
      if (recording) {
        asked.add(request);
        origins.add(origin);
      }
      return node.apply(request, origin);
    }

    @Override
    public CompletionStage<Message> order(
        Message request,
        Origin origin,
        String operation,
        BiFunction<Principal, View, CommandDraft> form) {
      throw new AssertionError("the miner orders nothing itself");
    }

    @Override
    public CompletionStage<Message> inspect(
        Message request, Origin origin, String operation, BiFunction<Principal, View, Bytes> read) {
      throw new AssertionError("the miner inspects nothing");
    }
  }
}
