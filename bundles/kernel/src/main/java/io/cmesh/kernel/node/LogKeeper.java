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
 * Keeps the command log short: once it has grown past a limit, makes the state durable and cuts the
 * log behind it.
 */
final class LogKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Kernel kernel;
  private final long maxBytes;
  private final Cancellable looking;
  private final AtomicBoolean saving = new AtomicBoolean();
  private volatile long keptBytes;

  LogKeeper(Kernel kernel, Settings settings) {
    this.kernel = kernel;
    this.maxBytes = settings.bytes("log.maxBytes", 64L << 20);
    this.looking = kernel.platform().scheduler().every(LOOK, this::look);
  }

  private void look() {
    Assembly assembly = kernel.assemblies().current();
    boolean whole =
        assembly.instance(Role.STATE).isPresent() && assembly.instance(Role.CONSENSUS).isPresent();
    if (whole
        && assembly.consensus().sizeBytes() - keptBytes > maxBytes
        && saving.compareAndSet(false, true)) {
      kernel.applier().between(this::save).whenComplete((done, failure) -> landed(failure));
    }
  }

  private void save() {
    Assembly assembly = kernel.assemblies().current();
    long position = kernel.snapshots().save(assembly);
    kernel.book().forgetSealed();
    // Whole segments go only: what is left is no reason to save again at once.
    keptBytes = assembly.consensus().sizeBytes();
    LOG.info("the log was cut at position {}", position);
  }

  private void landed(@Nullable Throwable failure) {
    saving.set(false);
    if (failure != null) {
      LOG.error("the log could not be cut; it is tried again", failure);
    }
  }

  @Override
  public void close() {
    looking.close();
  }
}
