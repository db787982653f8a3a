package io.cmesh.doors.miner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts and rotations: no line is lost, none is answered twice. */
class MinerResumeTest {
  private static final String LINES =
      "1;0xS:0x001:a\nbroken\n2;0xSW:0x001:k:a;b\n1;0xS:repeated\n3;0xI:whoami\n0;0xI:zero\n"
          + "also broken\n0;0xI:zero-again\n4;0xI:whoami\n";

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
  void cutAtAnyByteOfItsLastLinesItEndsWithTheSameAnswers() throws Exception {
    miner.log(LINES);
    List<String> whole = miner.mine();
    byte[] out = Files.readAllBytes(miner.out());
    byte[] run = Files.readAllBytes(RunFile.beside(miner.out()));
    int head = new String(run, StandardCharsets.UTF_8).indexOf("\nat ") + 1;
    assertThat(whole).hasSize(7);

    int lastLines = String.join("\n", whole.subList(4, 7)).length() + 2;
    for (int cut = 0; cut <= out.length; cut += cut < out.length - lastLines ? 23 : 1) {
      Files.write(miner.out(), Arrays.copyOf(out, cut));
      // A position that points behind the cut is not used; nor is a torn one.
      Files.write(
          RunFile.beside(miner.out()), Arrays.copyOf(run, cut % 2 == 0 ? head : run.length));
      assertThat(miner.mine()).isEqualTo(whole);
    }
  }

  @Test
  void aRestartAsksOnlyForWhatIsNotAnswered() {
    miner.log("1;0xS:0x001:a\n2;0xS:0x001:b\n");
    miner.mine();
    miner.asked.clear();
    miner.restart();
    miner.log("3;0xS:0x001:c\n1;0xS:0x001:again\n");

    miner.mine();

    assertThat(miner.asked).extracting(Message::fqmn).containsExactly("0xS:0x001:c");
    assertThat(miner.ids()).containsExactly(1, 2, 3);
  }

  @Test
  void theFingerprintOfARunStays() throws Exception {
    miner.log("1;0xI:whoami\n");
    miner.mine();
    Bytes before = fingerprint();
    Files.delete(miner.out());
    miner.restart();

    miner.mine();

    assertThat(fingerprint()).isEqualTo(before);
    assertThat(miner.origins.get(0).dedup()).isEqualTo(miner.origins.get(1).dedup());
  }

  private Bytes fingerprint() throws Exception {
    try (RunFile run = RunFile.open(miner.out(), miner.log())) {
      return run.fingerprint();
    }
  }

  @Test
  void linesBehindThePositionHaveTheirLastTwoEventsPublishedAgain() throws Exception {
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");
    miner.mine();
    Path run = RunFile.beside(miner.out());
    String text = Files.readString(run);
    Files.writeString(run, text.substring(0, text.indexOf("\nat ") + 1));
    List<String> before =
        miner.events("events.mined.").stream().map(e -> e.subject() + e.payload().utf8()).toList();
    miner.events.clear();
    miner.restart();

    miner.mine();

    assertThat(miner.events("events.mined."))
        .extracting(e -> e.subject() + e.payload().utf8())
        .isEqualTo(before);
    assertThat(miner.events("events.confirmed.")).hasSize(2);
    assertThat(miner.events).hasSize(4);
  }

  @Test
  void afterARestartThatComparedAnswersThePositionIsBehindThem() throws Exception {
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");
    miner.mine();
    Path run = RunFile.beside(miner.out());
    String text = Files.readString(run);
    Files.writeString(run, text.substring(0, text.indexOf("\nat ") + 1));
    miner.restart();
    miner.mine();

    assertThat(position().outOffset()).isEqualTo(Files.size(miner.out()));
    assertThat(position().logOffset()).isEqualTo(Files.size(miner.log()));
  }

  private Position position() throws Exception {
    try (RunFile run = RunFile.open(miner.out(), miner.log())) {
      return java.util.Objects.requireNonNull(run.position());
    }
  }

  @Test
  void aPositionWithinAnAnswerIsNotUsed() throws Exception {
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");
    miner.mine();
    Path run = RunFile.beside(miner.out());
    Position good = position();
    String text = Files.readString(run);
    String head = text.substring(0, text.indexOf("\nat ") + 1);
    Position bad = good.at(good.file(), good.logOffset(), good.outOffset() - 5);
    Files.writeString(run, head + new String(bad.line(), StandardCharsets.US_ASCII));
    miner.restart();
    miner.log("3;0xI:whoami\n");

    miner.mine();

    assertThat(miner.ids()).containsExactly(1, 2, 3);
  }

  @Test
  void anotherLogsAnswersAreRefused() throws Exception {
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");
    miner.mine();
    Path run = RunFile.beside(miner.out());
    String text = Files.readString(run);
    Files.writeString(run, text.substring(0, text.indexOf("\nat ") + 1));
    Files.writeString(miner.log(), "7;0xI:whoami\n8;0xI:whoami\n");
    miner.restart();

    RunningJob job = miner.start(false);

    await().atMost(10, SECONDS).until(() -> !job.isRunning());
    assertThat(job.progress().failure())
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-MNR-007");
    assertThat(miner.ids()).containsExactly(1, 2);
    assertThatThrownBy(
            () ->
                miner
                    .jobs()
                    .start(new JobSpec(dir.resolve("other"), miner.out(), false, null), null))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("status", Status.CONFLICT);
  }

  @Test
  void whatIsUnansweredWhenTheNodeStopsIsAskedAgainAtTheNextStart() {
    miner.node =
        (request, origin) ->
            request.fqmn().endsWith("2")
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(
                    MinerFixture.answer(
                        request,
                        request.fqmn().endsWith("3") ? Status.UNAVAILABLE : Status.OK,
                        null));
    miner.log("1;0xI:1\n2;0xI:2\n3;0xI:3\n");
    RunningJob job = miner.start(false);
    await().atMost(10, SECONDS).until(() -> miner.ids().equals(List.of(1)));
    miner.restart();
    assertThat(job.isRunning()).isFalse();
    miner.node = MinerFixture::echo;

    miner.mine();

    assertThat(miner.answers())
        .containsExactly("1;0xI:1;200;\"5\"", "2;0xI:2;200;\"5\"", "3;0xI:3;200;\"5\"");
  }

  @Test
  void aFollowedLogIsMinedAsItGrowsButNoUnfinishedLine() {
    RunningJob job = miner.start(true);
    miner.log("1;0xI:whoami\n2;0xI:who");
    await().atMost(10, SECONDS).until(() -> miner.ids().equals(List.of(1)));

    miner.log("ami\n");

    await().atMost(10, SECONDS).until(() -> miner.ids().equals(List.of(1, 2)));
    assertThat(job.isRunning()).isTrue();
    assertThat(miner.asked.get(1).fqmn()).isEqualTo("0xI:whoami");
  }

  @Test
  void aRotatedLogGoesOnInTheNewFile() throws Exception {
    miner.start(true);
    miner.log("0;0xI:whoami\n");
    await().atMost(10, SECONDS).until(() -> miner.ids().size() == 1);
    for (int round = 0; round < 6; round++) {
      int first = round * 100 + 1;
      IntStream.range(first, first + 100).forEach(i -> miner.log(i + ";0xI:whoami\n"));
      for (int i = 4; i > 0; i--) {
        Path from = i == 1 ? miner.log() : dir.resolve("requests.log." + (i - 1));
        if (Files.exists(from)) {
          Files.move(
              from,
              dir.resolve("requests.log." + i),
              java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
      miner.log("");
      int sofar = first + 100;
      await().atMost(10, SECONDS).until(() -> miner.ids().size() == sofar);
    }

    assertThat(miner.ids()).isEqualTo(IntStream.rangeClosed(0, 600).boxed().toList());
  }

  @Test
  void aLogRotatedTwiceWhileTheNodeWasDownGoesOnWhereItWas() throws Exception {
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");
    miner.mine();
    miner.restart();
    miner.log("3;0xI:whoami\n");
    Files.move(miner.log(), dir.resolve("requests.log.2"));
    miner.log("4;0xI:whoami\n");
    Files.setLastModifiedTime(
        dir.resolve("requests.log.2"), java.nio.file.attribute.FileTime.fromMillis(1000));
    Files.move(miner.log(), dir.resolve("requests.log.1"));
    miner.log("5;0xI:whoami\n");

    miner.mine();

    assertThat(miner.ids()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void aTruncatedLogIsReadFromItsBeginning() throws Exception {
    miner.start(true);
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");
    await().atMost(10, SECONDS).until(() -> miner.ids().size() == 2);

    Files.write(miner.log(), "3;0xI:whoami\n".getBytes(StandardCharsets.UTF_8));

    await().atMost(10, SECONDS).until(() -> miner.ids().equals(List.of(1, 2, 3)));
  }

  @Test
  void aLogCopiedAndTruncatedWhileTheNodeWasDownGoesOnInTheCopy() throws Exception {
    miner.log("1;0xI:whoami\n2;0xI:whoami\n");
    miner.mine();
    miner.restart();
    miner.log("3;0xI:whoami\n");
    Files.copy(miner.log(), dir.resolve("requests.log.1"));
    Files.write(miner.log(), "4;0xI:whoami\n".getBytes(StandardCharsets.UTF_8));

    miner.mine();

    assertThat(miner.ids()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theResponseFileBesideTheLogIsNotTakenForARotatedLog() {
    JobSpec spec = new JobSpec(miner.log(), dir.resolve("requests.log.out"), false, null);
    miner.log("1;0xI:whoami\n");

    RunningJob job = miner.jobs().start(spec, null);

    await().atMost(10, SECONDS).until(() -> !job.isRunning());
    assertThat(job.progress().failure()).isNull();
    assertThat(job.progress().answers()).isEqualTo(1);
  }
}
