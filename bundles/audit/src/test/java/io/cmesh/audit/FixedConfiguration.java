package io.cmesh.audit;

import io.cmesh.api.Cancellable;
import io.cmesh.api.node.Configuration;
import io.cmesh.api.provider.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A home with settings that do not change. */
record FixedConfiguration(Path home, Map<String, String> values) implements Configuration {
  @Override
  public Settings settings(String pid) {
    return new Settings(pid, values);
  }

  @Override
  public List<String> pids() {
    return List.of(AuditSettings.PID);
  }

  @Override
  public int port(int base) {
    return base;
  }

  @Override
  public Cancellable onChange(String pid, Consumer<Settings> listener) {
    return () -> {};
  }
}
