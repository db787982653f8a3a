package io.cmesh.api.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The node's configuration: one file per PID in the distribution's {@code etc/}, overlaid by the
 * one in {@code HOME/etc/}, overlaid by the environment ({@code CMESH_<PID>_<KEY>}, upper case,
 * dots and hyphens as underscores). An OSGi service, there before the node is ready. Thread-safe.
 */
@ProviderType
public interface Configuration {
  /** The node's home, absolute: all it writes lies below it. */
  Path home();

  /** The settings of a PID; empty where it has no file. */
  Settings settings(String pid);

  /** Every PID that has a file, sorted. */
  List<String> pids();

  /** {@code base} shifted by the node's port offset; 0 stays 0. */
  int port(int base);

  /** Calls {@code listener} when a PID's settings have changed. */
  Cancellable onChange(String pid, Consumer<Settings> listener);
}
