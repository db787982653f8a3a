package io.cmesh.doors.miner;

import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.Traffic;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job with its files and threads, from its start to its end. */
final class RunningJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);

  private final String id;
  private final JobSpec spec;
  private final Progress progress = new Progress(System.nanoTime());
  private final ResponseFile file;
  private final RunFile run;
  private final LogTail tail;
  private final MineJob job;
  private final GroupWriter writer;
  private final Asker asker;
  private final Intake intake;
  private final Thread thread;

  /** What of the node a job needs. */
  record Node(Dispatcher dispatcher, Traffic traffic, LongSupplier block, Asker.Tools tools) {}

  private RunningJob(String id, JobSpec spec, Opened opened, MinerSettings settings, Node node) {
    this.id = id;
    this.spec = spec;
    this.file = opened.file;
    this.run = opened.run;
    this.tail = opened.tail;
    Resume resume = opened.resume;
    progress.resumed(resume.ordinal(), resume.answers());
    Confirmations confirmations =
        new Confirmations(
            node.traffic(), settings.confirmations(), settings.retryFor(), node.block());
    this.writer =
        new GroupWriter(
            file, run, node.traffic(), confirmations, settings, progress, this::isStopped);
    writer.startAt(resume.comparedFrom());
    this.job = new MineJob(spec, settings, tail, writer, progress, node.traffic());
    this.asker =
        new Asker(
            node.dispatcher(),
            opened.as,
            run.fingerprint(),
            settings.retryFor(),
            node.tools(),
            job::wake,
            progress::fail);
    this.intake =
        new Intake(
            asker,
            resume.ids(),
            file.answers(resume.comparedFrom()),
            resume.ordinal(),
            run,
            settings,
            progress,
            job::add);
    this.thread = new Thread(this::mine, "cmesh-miner-" + id);
  }

  private record Opened(
      RunFile run, ResponseFile file, LogTail tail, Resume resume, @Nullable Principal as) {}

  /** Opens the files, learns where to go on, and starts. Refuses files of another run. */
  static RunningJob start(
      String id, JobSpec spec, @Nullable Principal as, MinerSettings settings, Node node) {
    LogTail tail = new LogTail(spec.log(), settings.maxLineBytes());
    RunFile run = null;
    ResponseFile file = null;
    try {
      run = Resume.run(spec, node.tools().fingerprints());
      file = ResponseFile.open(spec.out());
      Resume resume = Resume.of(run, file, tail, settings.idMemory());
      RunningJob job =
          new RunningJob(id, spec, new Opened(run, file, tail, resume, as), settings, node);
      job.thread.start();
      return job;
    } catch (IOException e) {
      closeAll(run, file, tail);
      throw MinerErrors.io(spec.out(), e);
    } catch (RuntimeException e) {
      closeAll(run, file, tail);
      throw e;
    }
  }

  private static void closeAll(@Nullable AutoCloseable... all) {
    for (AutoCloseable one : all) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception e) {
        LOG.warn("A file of a mining job could not be closed", e);
      }
    }
  }

  private void mine() {
    Thread writing = new Thread(writer, thread.getName() + "-writer");
    writing.start();
    try {
      job.run(intake);
      if (job.isFinished() && intake.isLeft()) {
        throw new IllegalArgumentException("it has more answers than the log has lines");
      }
    } catch (InterruptedException e) {
      progress.fail(e);
    } catch (IOException e) {
      progress.fail(MinerErrors.io(spec.log(), e));
    } catch (IllegalArgumentException e) {
      progress.fail(MinerErrors.foreign(spec.out(), "it answers another log: " + e.getMessage()));
    } catch (RuntimeException e) {
      progress.fail(e);
    }
    end(writing);
  }

  private void end(Thread writing) {
    try {
      writer.end();
      writing.join();
    } catch (InterruptedException e) {
      writing.interrupt();
      progress.fail(e);
    }
    asker.stop();
    closeAll(run, file, tail);
    Throwable failure = progress.failure();
    if (failure instanceof MeshException refusal) {
      LOG.warn("Mining {} ended: {}", spec.log(), refusal.text());
    } else if (failure != null) {
      LOG.error("Mining {} failed", spec.log(), failure);
    }
    progress.ended(System.nanoTime());
  }

  String id() {
    return id;
  }

  JobSpec spec() {
    return spec;
  }

  Progress progress() {
    return progress;
  }

  boolean isRunning() {
    return !progress.isEnded();
  }

  private boolean isStopped() {
    return job.isStopped();
  }

  /** Whether it was ended before the log was. */
  boolean wasStopped() {
    return job.isStopped();
  }

  /** Ends it and waits for that. */
  @Override
  public void close() {
    asker.stop();
    job.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
