package io.cmesh.kernel.node;

import io.cmesh.api.Cancellable;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import io.cmesh.api.provider.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the settings files of the providers themselves: whose keys were changed, other than
 * those that take effect by themselves ({@link Setting#hot}), is to be opened anew. Thread-safe.
 */
final class OwnSettings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnSettings.class);

  private final Kernel kernel;
  private final BiConsumer<Role, String> changed;
  private final Map<String, Settings> known = new HashMap<>();
  private final List<Cancellable> watching = new ArrayList<>();

  /**
   * @param changed hears of the role and name of each provider to open anew
   */
  OwnSettings(Kernel kernel, BiConsumer<Role, String> changed) {
    this.kernel = kernel;
    this.changed = changed;
    kernel.openings().providers().all().forEach(d -> watch(d.role(), d.name()));
  }

  /** Looks after the settings of a provider from now on. */
  synchronized void watch(Role role, String name) {
    String pid = "io.cmesh." + role.text() + "." + name;
    if (known.containsKey(pid)) {
      return;
    }
    known.put(pid, kernel.platform().configuration().settings(pid));
    watching.add(
        kernel.platform().configuration().onChange(pid, now -> follow(role, name, pid, now)));
  }

  private void follow(Role role, String name, String pid, Settings now) {
    Set<String> keys;
    synchronized (this) {
      Settings before = known.put(pid, now);
      keys = before == null ? Set.of() : cold(role, name, before, now);
    }
    if (!keys.isEmpty()) {
      LOG.info("{}: {} changed", pid, keys);
      changed.accept(role, name);
    }
  }

  // A key that the provider does not declare may mean anything: it is opened anew.
  private Set<String> cold(Role role, String name, Settings before, Settings now) {
    Set<String> keys = new TreeSet<>();
    Set<String> declared = new HashSet<>();
    for (Setting setting : declared(role, name)) {
      String key = setting.key();
      declared.add(key);
      String otherwise = setting.defaultValue();
      if (!setting.hot() && !before.text(key, otherwise).equals(now.text(key, otherwise))) {
        keys.add(key);
      }
    }
    Set<String> others = new HashSet<>(before.asMap().keySet());
    others.addAll(now.asMap().keySet());
    others.removeAll(declared);
    others.removeIf(key -> before.text(key, "").equals(now.text(key, "")));
    keys.addAll(others);
    return keys;
  }

  private List<Setting> declared(Role role, String name) {
    return kernel
        .openings()
        .providers()
        .find(role, name)
        .<Descriptor>map(factory -> factory.descriptor())
        .map(Descriptor::settings)
        .orElse(List.of());
  }

  @Override
  public synchronized void close() {
    watching.forEach(Cancellable::close);
  }
}
