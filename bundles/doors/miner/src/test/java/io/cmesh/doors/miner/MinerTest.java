package io.cmesh.doors.miner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.command.DedupId;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.NewEvent;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinerTest {
  @TempDir Path dir;
  private MinerFixture miner;

  @BeforeEach
  void open() {
    miner = new MinerFixture(dir);
  }

  @AfterEach
  void close() {
    miner.close();
  }

  @Test
  void eachLineIsAnsweredInLogOrder() {
    miner.log("1;0xS:0x001:a\n2;0xS:0x001:bb\n3;0xS:0x001:ccc\n");

    assertThat(miner.mine())
        .containsExactly(
            "1;0xS:0x001:a;200;\"11\"", "2;0xS:0x001:bb;200;\"12\"", "3;0xS:0x001:ccc;200;\"13\"");
  }

  @Test
  void answersThatComeInAnyOrderAreWrittenInLogOrder() {
    List<Runnable> waiting = Collections.synchronizedList(new ArrayList<>());
    miner.node =
        (request, origin) -> {
          CompletableFuture<Message> answer = new CompletableFuture<>();
          waiting.add(() -> answer.complete(MinerFixture.answer(request, Status.OK, 1L)));
          ForkJoinPool.commonPool()
              .execute(
                  () -> {
                    synchronized (waiting) {
                      if (waiting.size() > 20 || miner.asked.size() > 480) {
                        Collections.shuffle(waiting);
                        waiting.forEach(Runnable::run);
                        waiting.clear();
                      }
                    }
                  });
          return answer;
        };
    IntStream.rangeClosed(1, 500).forEach(i -> miner.log(i + ";0xSW:0x001:k:" + i + "\n"));

    miner.mine();

    assertThat(miner.ids()).isEqualTo(IntStream.rangeClosed(1, 500).boxed().toList());
  }

  @Test
  void lineByLineEachIsDoneBeforeTheNextBegins() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    miner.settings = MinerFixture.lineByLine();
    miner.restart();
    miner.node =
        (request, origin) -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          return CompletableFuture.supplyAsync(
              () -> {
                underWay.decrementAndGet();
                return MinerFixture.answer(request, Status.OK, 1L);
              });
        };
    IntStream.rangeClosed(1, 200).forEach(i -> miner.log(i + ";0xSW:0x001:k:" + i + "\n"));

    miner.mine();

    assertThat(miner.ids()).hasSize(200);
    assertThat(most).hasValue(1);
  }

  @Test
  void aRevokedSessionStopsItsJobAtOnceAndANewOneGoesOnWhereItStopped() {
    IntStream.rangeClosed(1, 300).forEach(i -> miner.log(i + ";0xS:0x001:k" + i + "\n"));
    AtomicInteger left = new AtomicInteger(100);
    miner.node =
        (request, origin) ->
            CompletableFuture.completedFuture(
                MinerFixture.answer(
                    request, left.getAndDecrement() > 0 ? Status.OK : Status.UNAUTHORIZED, null));

    RunningJob job = miner.start(false);

    await().until(() -> !job.isRunning());
    assertThat(job.progress().failure())
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo("CMESH-MNR-014"));
    assertThat(miner.ids()).isEqualTo(IntStream.rangeClosed(1, 100).boxed().toList());
    miner.node = MinerFixture::echo;
    miner.mine();
    assertThat(miner.ids()).isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList());
  }

  @Test
  void aLineWhoseOwnTokenIsBadIsAnsweredSoAndTheJobGoesOn() {
    miner.log("1;0xI:whoami;a.b.c\n2;0xI:whoami\n");
    miner.node =
        (request, origin) ->
            CompletableFuture.completedFuture(
                MinerFixture.answer(
                    request, request.token() == null ? Status.OK : Status.UNAUTHORIZED, null));

    assertThat(miner.mine()).containsExactly("1;0xI:whoami;401;\"10\"", "2;0xI:whoami;200;\"10\"");
  }

  @Test
  void aLastLineWithoutNewlineCounts() {
    miner.log("1;0xI:whoami\n2;0xI:whoami");

    assertThat(miner.mine()).hasSize(2);
  }

  @Test
  void linesMayEndAsOnWindows() {
    miner.log("1;0xI:whoami\r\n2;0xI:whoami;a.b.c\r\n");

    assertThat(miner.mine()).containsExactly("1;0xI:whoami;200;\"10\"", "2;0xI:whoami;200;\"10\"");
    assertThat(miner.asked.get(1).token()).isEqualTo("a.b.c");
  }

  @Test
  void malformedLinesAreAnsweredBadRequestAndNobodyIsAsked() {
    miner.log("no line\n5\n6;\n\n7;0xI:whoami\n");

    List<String> answers = miner.mine();

    assertThat(answers).hasSize(5);
    assertThat(answers.get(0)).startsWith("0;no line;400;{\"code\":\"CMESH-MNR-002\"");
    assertThat(answers.get(1)).startsWith("5;;400;{\"code\":\"CMESH-MNR-001\"");
    assertThat(answers.get(2)).startsWith("6;;400;");
    assertThat(answers.get(3)).startsWith("0;;400;");
    assertThat(answers.get(4)).startsWith("7;0xI:whoami;200;");
    assertThat(miner.asked).hasSize(1);
  }

  @Test
  void aLineThatIsTooLongIsAnsweredBadRequestInBoundedMemory() {
    miner.log("1;" + "x".repeat(300_000) + "\n2;0xI:whoami\n3;" + "y".repeat(5000));

    List<String> answers = miner.mine();

    assertThat(answers).hasSize(3);
    assertThat(answers.get(0)).startsWith("1;").contains("…;400;").hasSizeLessThan(700);
    assertThat(answers.get(1)).isEqualTo("2;0xI:whoami;200;\"10\"");
    assertThat(answers.get(2)).startsWith("3;").contains(";400;");
  }

  @Test
  void aRepeatedIdIsAnsweredOnceAndTheFirstWins() {
    miner.log("1;0xS:0x001:a\n2;0xS:0x001:b\n1;0xS:0x001:other\n01;0xS:0x001:c\n3;0xI:whoami\n");

    miner.mine();

    assertThat(miner.ids()).containsExactly(1, 2, 3);
    assertThat(miner.asked).extracting(Message::fqmn).doesNotContain("0xS:0x001:other");
  }

  @Test
  void semicolonsWithinAnFqmnAreWrittenEscapedAndBodiesOnOneLine() {
    miner.node =
        (request, origin) ->
            CompletableFuture.completedFuture(
                MinerFixture.answer(request, Status.OK, null)
                    .withPayload(io.cmesh.api.Bytes.utf8("{\n  \"a\":\r\n 1}")));
    miner.log("1;0xSW:0x001:k:a;b;c\n");

    assertThat(miner.mine()).containsExactly("1;0xSW:0x001:k:a%3Bb%3Bc;200;{   \"a\":   1}");
  }

  @Test
  void anEmptyPayloadIsWrittenAsNull() {
    miner.node =
        (request, origin) ->
            CompletableFuture.completedFuture(
                MinerFixture.answer(request, Status.OK, null)
                    .withPayload(io.cmesh.api.Bytes.EMPTY));
    miner.log("1;0xI:whoami\n");

    assertThat(miner.mine()).containsExactly("1;0xI:whoami;200;null");
  }

  @Test
  void linesRunAsTheJobsIdentityUnlessTheyBringATokenAndEachHasItsDedupId() throws Exception {
    miner.log("1;0xI:whoami\n2;0xI:whoami;a.b.c\n");

    miner.mine();

    Origin without = miner.origins.get(0);
    Origin with = miner.origins.get(1);
    assertThat(without.as()).isEqualTo(MinerFixture.ALICE);
    assertThat(with.as()).isNull();
    RunFile run = RunFile.open(miner.out(), miner.log());
    assertThat(without.dedup()).isEqualTo(DedupId.ofLine(run.fingerprint(), 1));
    assertThat(with.dedup()).isEqualTo(DedupId.ofLine(run.fingerprint(), 2));
    run.close();
  }

  @Test
  void whatCannotBeAnsweredForTheMomentIsAskedAgainUnderTheSameIds() {
    Map<String, Integer> times = new ConcurrentHashMap<>();
    Status[] bad = {Status.UNAVAILABLE, Status.TIMEOUT, Status.TOO_MANY_REQUESTS};
    miner.node =
        (request, origin) -> {
          int time = times.merge(request.fqmn(), 1, Integer::sum);
          Status status = time <= 3 ? bad[time - 1] : Status.OK;
          return CompletableFuture.completedFuture(MinerFixture.answer(request, status, 1L));
        };
    miner.log("1;0xSW:0x001:a:1\n2;0xSW:0x001:b:2\n");

    miner.mine();

    assertThat(miner.ids()).containsExactly(1, 2);
    assertThat(miner.answers()).allMatch(line -> line.contains(";200;"));
    assertThat(miner.asked.stream().map(Message::id).distinct()).hasSize(2);
    assertThat(miner.asked).hasSize(8);
  }

  @Test
  void aRetryEndsAfterItsTimeAndTheAnswerIsWritten() {
    miner.settings =
        new MinerSettings(
            8,
            4096,
            1 << 20,
            java.time.Duration.ofMillis(60),
            1,
            java.time.Duration.ofMillis(2),
            4);
    miner.restart();
    miner.node =
        (request, origin) ->
            CompletableFuture.completedFuture(
                MinerFixture.answer(request, Status.UNAVAILABLE, null));
    miner.log("1;0xI:whoami\n");

    assertThat(miner.mine()).containsExactly("1;0xI:whoami;503;\"10\"");
  }

  @Test
  void fourEventsSayWhatBecameOfALine() throws Exception {
    miner.log("1;0xS:0x001:a\n");

    String line = miner.mine().get(0);

    assertThat(miner.events).hasSize(4);
    NewEvent requested = miner.events.get(0);
    assertThat(requested.subject()).isEqualTo("events.requests");
    String payload = requested.payload().utf8();
    assertThat(payload).matches("\\{\"tx\":\"\\d+\",\"id\":1,\"fqmn\":\"0xS:0x001:a\"}");
    String tx = payload.replaceAll("\\{\"tx\":\"(\\d+)\".*", "$1");
    assertThat(miner.events.get(1).subject()).isEqualTo("events.responses." + tx);
    assertThat(miner.events.get(1).payload().utf8())
        .isEqualTo("{\"id\":1,\"status\":200,\"body\":\"11\"}");
    assertThat(miner.events.get(2).subject()).isEqualTo("events.mined." + tx);
    assertThat(miner.events.get(2).payload().utf8())
        .isEqualTo('"' + sha256("1;0xS:0x001:a") + '.' + sha256(line) + '"');
    assertThat(miner.events.get(3).subject()).isEqualTo("events.confirmed." + tx);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyLineHasItsOwnTransaction() {
    IntStream.rangeClosed(1, 3000).forEach(i -> miner.log(i + ";0xI:whoami\n"));

    miner.mine();

    assertThat(miner.events("events.mined.").stream().map(NewEvent::subject).distinct())
        .hasSize(3000);
    assertThat(miner.events("events.requests")).hasSize(3000);
    assertThat(miner.events("events.responses.")).hasSize(3000);
    assertThat(miner.events("events.confirmed.")).hasSize(3000);
  }

  @Test
  void writesAreConfirmedByLaterBlocks() {
    miner.settings = MinerFixture.settings(3);
    miner.restart();
    miner.node =
        (request, origin) ->
            CompletableFuture.completedFuture(
                MinerFixture.answer(request, Status.OK, request.fqmn().contains("W") ? 7L : null));
    miner.block.set(10);
    miner.log("1;0xSW:0x001:a:1\n2;0xS:0x001:a\n");
    miner.start(true);
    await().atMost(10, SECONDS).until(() -> miner.events("events.mined.").size() == 2);
    await().atMost(10, SECONDS).until(() -> miner.events("events.confirmed.").size() == 1);

    miner.block.set(12);
    miner.log("3;0xS:0x001:a\n");

    await().atMost(10, SECONDS).until(() -> miner.events("events.confirmed.").size() == 3);
    assertThat(miner.events("events.confirmed."))
        .extracting(event -> event.payload().utf8())
        .containsExactlyInAnyOrder("1", "1", "3");
  }

  @Test
  void eventsThatAreRefusedForTheMomentArePublishedAgain() {
    int[] refusals = {0};
    io.cmesh.api.node.Traffic good = miner.traffic;
    miner.traffic =
        list -> {
          synchronized (refusals) {
            if (refusals[0]++ % 2 == 0) {
              return CompletableFuture.failedFuture(
                  new MeshException(Status.TOO_MANY_REQUESTS, "CMESH-TST-001", "slow down"));
            }
          }
          return good.publish(list);
        };
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");

    miner.mine();

    assertThat(miner.events).hasSize(8);
  }

  @Test
  void theSameParametersAttachAndOthersAreRefused() {
    miner.log("1;0xI:whoami\n");
    RunningJob job = miner.start(true);

    assertThat(miner.start(true)).isSameAs(job);
    assertThatThrownBy(() -> miner.start(false))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("status", Status.CONFLICT);
    JobSpec other = new JobSpec(miner.log(), dir.resolve("other.log"), true, null);
    assertThat(miner.jobs().start(other, null)).isNotSameAs(job);
  }

  @Test
  void theSameFileUnderAnotherNameIsRefusedToo() throws Exception {
    miner.log("1;0xI:whoami\n");
    miner.start(true);
    Path alias =
        java.nio.file.Files.createSymbolicLink(
            dir.resolveSibling(dir.getFileName() + "-alias"), dir);

    assertThatThrownBy(
            () ->
                miner
                    .jobs()
                    .start(
                        new JobSpec(miner.log(), alias.resolve("responses.log"), true, null), null))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-MNR-005");
    java.nio.file.Files.delete(alias);
  }

  @Test
  void aFileThatIsNoRunsIsNotTouched() {
    miner.log("1;0xI:whoami\n");
    MinerFixture.write(miner.out(), "precious".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> miner.start(false))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-MNR-007");
    assertThat(miner.answers()).containsExactly("precious");
  }
}
