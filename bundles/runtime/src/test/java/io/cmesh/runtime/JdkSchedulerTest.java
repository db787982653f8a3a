package io.cmesh.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Scheduler.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JdkSchedulerTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofHours(1);

  private final JdkScheduler scheduler = new JdkScheduler();

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void tasksOfThePoolRunSideBySide() throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);
    List<CompletableFuture<Void>> tasks =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.runAsync(() -> meet(together), scheduler.pool()))
            .toList();

    for (CompletableFuture<Void> task : tasks) {
      assertThat(task.get(30, TimeUnit.SECONDS)).isNull();
    }
  }

  @Test
  void tasksOfASerialRunOneAtATimeInTheirOrder() {
    List<Integer> seen = new ArrayList<>();

    try (Serial serial = scheduler.serial("test")) {
      for (int i = 0; i < 10_000; i++) {
        int each = i;
        // No lock: were two at work at once, the list would show it.
        serial.execute(() -> seen.add(each));
      }
    }

    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void tasksFromManyThreadsEachRunOnceOnTheSerial() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    int[] done = {0};
    try (Serial serial = scheduler.serial("stress")) {
      List<CompletableFuture<Void>> senders =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> send(serial, inside, most, done), scheduler.pool()))
              .toList();
      for (CompletableFuture<Void> sender : senders) {
        sender.get(30, TimeUnit.SECONDS);
      }
    }

    assertThat(done[0]).isEqualTo(4 * 2_500);
    assertThat(most).hasValue(1);
  }

  private static void send(Serial serial, AtomicInteger inside, AtomicInteger most, int[] done) {
    for (int i = 0; i < 2_500; i++) {
      serial.execute(
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            done[0]++;
            inside.decrementAndGet();
          });
    }
  }

  @Test
  void aClosedSerialHasRunWhatWasQueuedAndTakesNoMore() {
    AtomicInteger runs = new AtomicInteger();
    Serial serial = scheduler.serial("closed");
    serial.execute(runs::incrementAndGet);
    serial.close();

    assertThat(runs).hasValue(1);
    assertThatThrownBy(() -> serial.execute(runs::incrementAndGet))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void aTaskThatThrowsDoesNotEndItsSerial() {
    AtomicInteger runs = new AtomicInteger();

    try (Serial serial = scheduler.serial("throws")) {
      serial.execute(JdkSchedulerTest::fail);
      serial.execute(runs::incrementAndGet);
    }

    assertThat(runs).hasValue(1);
  }

  @Test
  void aTimedTaskRunsOnceAndNotBeforeItsTime() {
    AtomicInteger runs = new AtomicInteger();
    long started = System.nanoTime();
    CompletableFuture<Long> at = new CompletableFuture<>();
    scheduler.after(
        Duration.ofMillis(50),
        () -> {
          runs.incrementAndGet();
          at.complete(System.nanoTime());
        });

    assertThat(at.join() - started).isGreaterThanOrEqualTo(50_000_000L);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aCancelledTaskDoesNotRun() {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch later = new CountDownLatch(1);
    Cancellable first = scheduler.after(Duration.ofMillis(200), runs::incrementAndGet);
    scheduler.after(Duration.ofMillis(300), later::countDown);

    first.close();

    await().until(() -> later.getCount() == 0);
    assertThat(runs).hasValue(0);
  }

  @Test
  void aRepeatedTaskGoesOnAfterItThrewOnce() {
    AtomicInteger runs = new AtomicInteger();

    Cancellable repeated =
        scheduler.every(
            SOON,
            () -> {
              if (runs.incrementAndGet() == 1) {
                fail();
              }
            });

    await().until(() -> runs.get() > 3);
    repeated.close();
  }

  @Test
  void aRepeatedTaskNeverOverlapsItself() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch several = new CountDownLatch(20);

    Cancellable repeated =
        scheduler.every(
            SOON,
            () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.yield();
              inside.decrementAndGet();
              several.countDown();
            });

    await().until(() -> several.getCount() == 0);
    repeated.close();
    assertThat(most).hasValue(1);
  }

  @Test
  void aRepeatedTaskEndsWhenItIsClosed() {
    AtomicInteger runs = new AtomicInteger();
    CompletableFuture<Cancellable> itself = new CompletableFuture<>();
    CountDownLatch ended = new CountDownLatch(1);
    itself.complete(
        scheduler.every(
            SOON,
            () -> {
              runs.incrementAndGet();
              itself.join().close();
              // Runs after any further turn would have.
              scheduler.after(Duration.ofMillis(100), ended::countDown);
            }));

    await().until(() -> ended.getCount() == 0);

    assertThat(runs).hasValue(1);
  }

  @Test
  void oneSlowTaskDelaysNoOtherTimer() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ran = new CountDownLatch(1);
    scheduler.after(SOON, () -> await().until(() -> release.getCount() == 0));

    scheduler.after(SOON, ran::countDown);

    await().until(() -> ran.getCount() == 0);
    release.countDown();
  }

  @Test
  void aClosedSchedulerForgetsItsTimersAndKeepsItsSerials() {
    AtomicInteger runs = new AtomicInteger();
    try (Serial serial = scheduler.serial("survivor")) {
      scheduler.after(NEVER, runs::incrementAndGet);

      scheduler.close();

      serial.execute(runs::incrementAndGet);
    }
    assertThat(runs).hasValue(1);
    assertThatThrownBy(() -> scheduler.after(SOON, runs::incrementAndGet))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the others did not come", e);
    }
  }

  private static void fail() {
    throw new IllegalStateException("meant to fail");
  }
}
