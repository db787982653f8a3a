package io.cmesh.kernel.node;

import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.AssemblyFile;
import io.cmesh.kernel.assembly.AssemblyFile.Content;
import io.cmesh.kernel.assembly.AssemblyFile.Entry;
import io.cmesh.kernel.assembly.RoleInstance;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps assembly.json and the directories below {@code home/data/}: which instance has which, which
 * logs a start still needs, what of former instances is kept. Thread-safe.
 */
final class InstanceBook {
  private final Assemblies assemblies;
  private final AssemblyFile file;
  private final FormerInstances former;
  private final boolean fresh;
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private boolean closed;
  private Content content;

  InstanceBook(Platform platform, Assemblies assemblies) {
    this.assemblies = assemblies;
    this.file = new AssemblyFile(platform.disk(), platform.configuration().home());
    this.content = file.read();
    this.fresh = content.roles().isEmpty();
    this.former =
        new FormerInstances(
            platform.disk(),
            platform.configuration().home().resolve("data"),
            platform
                .configuration()
                .settings("io.cmesh.kernel")
                .bytes("former.maxBytes", 1L << 30));
  }

  synchronized Content content() {
    return content;
  }

  /** Where a provider's data lie, where it is the one that assembly.json names. */
  synchronized Optional<String> directory(Role role, String provider) {
    return Optional.ofNullable(content.roles().get(role))
        .filter(entry -> entry.provider().equals(provider))
        .map(Entry::directory);
  }

  /** A directory that no instance had before. */
  synchronized String next(Role role, String provider) {
    content = new Content(content.generation() + 1, content.roles(), content.sealedLogs());
    String directory = role.text() + "-" + provider + "-" + content.generation();
    open.add(directory);
    return directory;
  }

  /** Writes what the current assembly is; durable at return. */
  synchronized void persist() {
    Map<Role, Entry> roles = present();
    write(roles, sealedLogs(roles.get(Role.CONSENSUS)));
  }

  /** As {@link #persist}, for a state that needs no log before the present one. */
  synchronized void persistWithoutSealed() {
    write(present(), List.of());
  }

  private Map<Role, Entry> present() {
    Map<Role, Entry> roles = new EnumMap<>(Role.class);
    // A provider that is away now comes back to its data.
    for (Role role : Role.values()) {
      left(role).ifPresent(entry -> roles.put(role, entry));
    }
    assemblies
        .current()
        .instances()
        .forEach((role, i) -> roles.put(role, new Entry(i.descriptor().name(), i.directory())));
    return roles;
  }

  private void write(Map<Role, Entry> roles, List<Entry> logs) {
    Content now = new Content(content.generation(), roles, logs);
    file.write(now);
    content = now;
  }

  // The log before the present one is needed until the state is durable beyond it.
  private List<Entry> sealedLogs(@Nullable Entry log) {
    List<Entry> logs = new ArrayList<>(content.sealedLogs());
    Entry before = content.roles().get(Role.CONSENSUS);
    if (log == null || before == null || before.directory().equals(log.directory())) {
      return logs;
    }
    int back = logs.indexOf(log);
    if (back >= 0) {
      return logs.subList(0, back); // the newcomer never began: the old one goes on
    }
    logs.add(before);
    return logs;
  }

  /** Logs before the present one that the state may still need, the oldest first. */
  synchronized List<Entry> sealedLogs() {
    return content.sealedLogs();
  }

  /** The state is durable beyond the logs that were sealed. */
  synchronized void forgetSealed() {
    if (!content.sealedLogs().isEmpty()) {
      write(content.roles(), List.of());
    }
  }

  /** Where a role's data lie whose provider is away now. */
  synchronized Optional<Entry> left(Role role) {
    boolean away = Kernel.hasData(role) && assemblies.current().instance(role).isEmpty();
    return Optional.ofNullable(away ? content.roles().get(role) : null);
  }

  /** Deletes what nobody needs; at boot, before any swap. */
  void sweepAtStart() {
    // A lost assembly.json says nothing about what lies there.
    if (!fresh) {
      former.sweep(directories(), needed(), true);
    }
  }

  /** An instance that served is closed: one generation of its data is kept. */
  void retired(RoleInstance instance) {
    open.remove(instance.directory());
    sweep();
  }

  /** Deletes what nobody needs any more. */
  void sweep() {
    Set<String> busy = new HashSet<>(open);
    busy.addAll(needed());
    synchronized (former) {
      if (!closed) {
        former.sweep(directories(), busy, false);
      }
    }
  }

  /** Nothing is deleted from here on; returns once nothing is being. */
  void close() {
    synchronized (former) {
      closed = true;
    }
  }

  /** An instance that never served, or serves no more, is closed. */
  void discard(String directory) {
    open.remove(directory);
    former.delete(directory);
  }

  private Set<String> needed() {
    Set<String> needed = new HashSet<>();
    sealedLogs().forEach(entry -> needed.add(entry.directory()));
    return needed;
  }

  private Map<Role, String> directories() {
    Map<Role, String> directories = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      left(role).ifPresent(entry -> directories.put(role, entry.directory()));
    }
    assemblies.current().instances().forEach((role, i) -> directories.put(role, i.directory()));
    return directories;
  }
}
