package io.cmesh.audit;

import io.cmesh.api.Bytes;
import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.node.AuditLog;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.log.LogOptions;
import io.cmesh.log.SegmentInfo;
import io.cmesh.log.SegmentedLog;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leaves in {@code HOME/data/audit}. Appending copies into a buffer; what was appended
 * goes to disk in groups, at an interval. Thread-safe.
 */
@Component(service = AuditLog.class)
public final class AuditLogService implements AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLogService.class);
  private static final String FORMAT = "audit";

  private final AuditSettings settings;
  private final SegmentedLog log;
  private final Cancellable syncing;
  private volatile boolean failing;

  /**
   * Opens the log.
   *
   * @throws MeshException where it is damaged, of a newer version, or cannot be made
   */
  @Activate
  public AuditLogService(
      @Reference Configuration configuration,
      @Reference Scheduler scheduler,
      @Reference Disk disk) {
    this.settings = AuditSettings.of(configuration.settings(AuditSettings.PID));
    this.log = open(disk, configuration.home().resolve("data").resolve("audit"));
    this.syncing = scheduler.every(settings.syncInterval(), this::sync);
  }

  private SegmentedLog open(Disk disk, Path dir) {
    LogOptions options =
        LogOptions.of(FORMAT)
            .withSegmentBytes(settings.segmentBytes())
            .withMaxRecordBytes(Leaf.MOST_BYTES)
            .withoutVerifying();
    try {
      return SegmentedLog.open(disk, dir, options);
    } catch (MeshException failure) {
      MeshException e = withWayOut(failure, dir);
      // The component runtime shows no hint, and this is where the node's start ends: in the words
      // that whoever started it waits for.
      LOG.error("the node does not start: {} — {} [{}]", e.text(), e.hint().orElse(""), e.code());
      throw e;
    }
  }

  // The log engine's way out is a backup, which holds no audit log and needs a node that runs.
  private static MeshException withWayOut(MeshException failure, Path dir) {
    if (!failure.code().equals("CMESH-LOG-001")) {
      return failure;
    }
    return MeshException.of(failure.status(), failure.code(), failure.text())
        .hint(
            "Nothing was changed. Check the disk, then bring "
                + dir
                + " back from a copy of the home, or move it away and keep it: the node then begins"
                + " a new audit log")
        .cause(failure)
        .build();
  }

  @Override
  public long append(char kind, UUID id, long timeMillis, Bytes finalHash) {
    return log.append(new Leaf(kind, id, timeMillis, finalHash).encode()) - 1;
  }

  @Override
  public void force() {
    log.force();
  }

  @Override
  public long size() {
    return log.lastSequence();
  }

  private void sync() {
    try {
      log.force();
      keepBudget();
      failing = false;
    } catch (MeshException e) {
      // The next append says so to its caller; here once is enough.
      if (!failing) {
        LOG.warn("{} {}. {}", e.code(), e.text(), e.hint().orElse(""));
      }
      failing = true;
    }
  }

  private void keepBudget() {
    if (settings.maxBytes() == 0) {
      return;
    }
    List<SegmentInfo> segments = log.segments();
    long bytes = log.sizeBytes();
    int oldest = 0;
    while (bytes > settings.maxBytes() && oldest < segments.size() - 1) {
      bytes -= segments.get(oldest++).bytes();
    }
    log.cutBefore(segments.get(oldest).firstSequence());
  }

  /** Forces what was appended and closes the log. */
  @Deactivate
  public void close() {
    syncing.close();
    log.close();
  }
}
