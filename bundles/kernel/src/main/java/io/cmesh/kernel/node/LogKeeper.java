package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.assembly.Assembly;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the command log short: once it has grown past a limit, or logs before it are still needed,
 * makes the state durable, cuts the log behind it and forgets those before.
 */
final class LogKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Kernel kernel;
  private final long maxBytes;
  private final Cancellable looking;
  private final AtomicBoolean saving = new AtomicBoolean();
  private volatile long keptBytes;
  private volatile String keptOf = "";
  private final long sealedLooks;
  private int looksAtSealed;

  LogKeeper(Kernel kernel, Settings settings) {
    this.kernel = kernel;
    this.maxBytes = settings.bytes("log.maxBytes", 64L << 20);
    this.sealedLooks = settings.duration("swap.sealed.keep", Duration.ofSeconds(30)).toSeconds();
    this.looking = kernel.platform().scheduler().every(LOOK, this::look);
  }

  private void look() {
    Assembly assembly = kernel.assemblies().current();
    boolean whole =
        assembly.instance(Role.STATE).isPresent() && assembly.instance(Role.CONSENSUS).isPresent();
    looksAtSealed = kernel.book().sealedLogs().isEmpty() ? 0 : looksAtSealed + 1;
    if (whole && isDue(assembly) && saving.compareAndSet(false, true)) {
      kernel
          .applier()
          .between(this::save)
          .whenCompleteAsync(
              (done, failure) -> landed(failure), kernel.platform().scheduler().pool());
    }
  }

  private boolean isDue(Assembly assembly) {
    long kept = keptOf.equals(log(assembly)) ? keptBytes : 0;
    return assembly.consensus().sizeBytes() - kept > maxBytes || looksAtSealed > sealedLooks;
  }

  private static String log(Assembly assembly) {
    return assembly.instance(Role.CONSENSUS).orElseThrow().directory();
  }

  private void save() {
    Assembly assembly = kernel.assemblies().current();
    long position = kernel.snapshots().save(assembly);
    if (!kernel.snapshots().isLogKept()) {
      kernel.book().forgetSealed();
    }
    // Whole segments go only: what is left is no reason to save again at once.
    keptBytes = assembly.consensus().sizeBytes();
    keptOf = log(assembly);
    looksAtSealed = 0;
    LOG.info("the log was cut at position {}", position);
  }

  private void landed(@Nullable Throwable failure) {
    saving.set(false);
    if (failure == null) {
      kernel.book().sweep();
    } else {
      LOG.error("the log could not be cut; it is tried again", failure);
    }
  }

  @Override
  public void close() {
    looking.close();
  }
}
