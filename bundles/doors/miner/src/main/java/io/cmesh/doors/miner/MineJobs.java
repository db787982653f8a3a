package io.cmesh.doors.miner;

import io.cmesh.api.command.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The jobs of this node, one for an output file. Thread-safe. */
final class MineJobs implements AutoCloseable {
  /** Ended jobs that are remembered, so that their state can be asked for. */
  private static final int MOST_REMEMBERED = 1000;

  private final MinerSettings settings;
  private final RunningJob.Node node;
  private final Map<String, RunningJob> jobs = new LinkedHashMap<>();

  MineJobs(MinerSettings settings, RunningJob.Node node) {
    this.settings = settings;
    this.node = node;
  }

  /** Starts a job, or resumes it, or finds the one that runs with these parameters. */
  synchronized RunningJob start(JobSpec spec, @Nullable Principal as) {
    int running = 0;
    for (RunningJob job : jobs.values()) {
      if (job.isRunning()) {
        if (job.spec().equals(spec)) {
          return job;
        }
        if (job.spec().out().equals(spec.out())) {
          throw MinerErrors.busy(spec.out());
        }
        running++;
      }
    }
    if (running >= settings.maxJobs()) {
      throw MinerErrors.tooManyJobs(settings.maxJobs());
    }
    String id = UUID.randomUUID().toString();
    RunningJob job = RunningJob.start(id, spec, as, settings, node);
    forgetOldest();
    jobs.put(id, job);
    return job;
  }

  private void forgetOldest() {
    if (jobs.size() >= MOST_REMEMBERED) {
      jobs.values().stream()
          .filter(job -> !job.isRunning())
          .map(RunningJob::id)
          .findFirst()
          .ifPresent(jobs::remove);
    }
  }

  synchronized RunningJob get(String id) {
    RunningJob job = jobs.get(id);
    if (job == null) {
      throw MinerErrors.unknownJob(id);
    }
    return job;
  }

  @Override
  public synchronized void close() {
    jobs.values().forEach(RunningJob::close);
  }
}
