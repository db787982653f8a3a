package io.cmesh.doors.miner;

import io.cmesh.api.events.NewEvent;
import io.cmesh.api.node.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Brings groups of answers to disk and publishes their events, on a thread of its own, so that
 * asking goes on meanwhile. For each group, in order: answers into the response file with one
 * fsync, {@code events.responses} stored, then {@code events.mined} and {@code events.confirmed},
 * and only then is the position moved. So after a crash nothing is missing: of lines behind the
 * position the last two events are published again.
 */
final class GroupWriter implements Runnable {
  private static final int WAITING = 4;
  private static final Group END = new Group(true);

  private final ResponseFile file;
  private final RunFile run;
  private final Traffic traffic;
  private final Confirmations confirmations;
  private final MinerSettings settings;
  private final Progress progress;
  private final BooleanSupplier stopped;
  private final LineEvents lineEvents = new LineEvents();
  private final BlockingQueue<Group> queue = new LinkedBlockingQueue<>(WAITING);
  private long writtenTo;

  GroupWriter(
      ResponseFile file,
      RunFile run,
      Traffic traffic,
      Confirmations confirmations,
      MinerSettings settings,
      Progress progress,
      BooleanSupplier stopped) {
    this.file = file;
    this.run = run;
    this.traffic = traffic;
    this.confirmations = confirmations;
    this.settings = settings;
    this.progress = progress;
    this.stopped = stopped;
  }

  /** Where stored lines begin that are handed over first. */
  void startAt(long outOffset) {
    writtenTo = outOffset;
  }

  boolean isIdle() {
    return queue.isEmpty() && !progress.isWriting();
  }

  /** Hands a group over; false where too many wait. */
  boolean offer(Group group) throws InterruptedException {
    return queue.offer(group, 100, TimeUnit.MILLISECONDS);
  }

  /** Nothing more will come: {@link #run} ends once all is written. */
  void end() throws InterruptedException {
    while (!offer(END)) {
      if (progress.failure() != null) {
        return;
      }
    }
  }

  @Override
  public void run() {
    try {
      for (Group group = queue.take(); group != END; group = queue.take()) {
        progress.writing(true);
        write(group);
        progress.writing(false);
      }
      confirmations.settle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      progress.fail(e);
    } catch (IOException e) {
      progress.fail(MinerErrors.io(file.path(), e));
    } catch (RuntimeException e) {
      progress.fail(e);
    }
  }

  private void write(Group group) throws IOException {
    for (Publishing requested : group.requests()) {
      await(requested);
    }
    if (!group.lines().isEmpty()) {
      store(group);
      confirmations.add(publishMined(group));
    }
    if (!group.isStored()) {
      progress.answered(group.lines().size());
    }
    LogSource source = group.source();
    if (source != null) {
      long reached = group.sourceOffset();
      confirmations.reached(new Position(source.mark(reached), reached, writtenTo));
    }
    Position done = confirmations.done();
    if (done != null) {
      run.move(done);
    }
  }

  private void store(Group group) throws IOException {
    int bytes = group.toBuffer().remaining();
    if (!group.isStored()) {
      Publishing answered = Publishing.start(traffic, LineEvents.answered(group));
      file.append(group.toBuffer());
      await(answered);
    }
    writtenTo += bytes;
  }

  /** Publishes what is certain now; returns the lines that wait to be confirmed. */
  private List<Group.Line> publishMined(Group group) {
    List<NewEvent> events = new ArrayList<>(group.lines().size() * 2);
    List<Group.Line> unconfirmed = new ArrayList<>();
    for (Group.Line line : group.lines()) {
      events.add(lineEvents.mined(group, line));
      if (line.ordered() && settings.confirmations() > 1) {
        unconfirmed.add(line);
      } else {
        events.add(LineEvents.confirmed(line, 1));
      }
    }
    await(Publishing.start(traffic, events));
    return unconfirmed;
  }

  private void await(Publishing publishing) {
    publishing.await(settings.retryFor(), stopped);
  }
}
