package io.cmesh.registrar.memorycached;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.iam.DidKey;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.registrar.NameCommands;
import io.cmesh.api.registrar.NameCommands.Registration;
import io.cmesh.api.registrar.NameCommands.Transfer;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.NameSignature;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import io.cmesh.api.state.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Resolves names from memory for as long as they hold, and forms the commands that change them.
 * While nothing is written no look-up reads state; after a command a name is read once, and decoded
 * only where it is the one that was changed. Thread-safe.
 */
final class MemoryCachedRegistrar implements Registrar, Instance<Registrar> {
  private static final int LONGEST = 253;

  private final Endings endings;
  private final NameCache cache;

  MemoryCachedRegistrar(Endings endings, NameCache cache) {
    this.endings = endings;
    this.cache = cache;
  }

  @Override
  public Optional<NameRecord> resolve(String name, View view) {
    endings.requireServed(name);
    return name.length() > LONGEST ? Optional.empty() : cache.find(name, view);
  }

  /** Read from state: a part of the names in memory says nothing of what lies between them. */
  @Override
  public List<NameRecord> list(String from, int limit, View view) {
    Bytes first = Names.key(from.substring(0, Math.min(from.length(), LONGEST)));
    List<NameRecord> found = new ArrayList<>();
    try (Scan scan = view.scan(Names.NAMESPACE, first, null)) {
      for (int left = limit; left > 0 && scan.hasNext(); left--) {
        StateEntry entry = scan.next();
        found.add(Names.decode(entry.value(), entry.version()));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public CommandDraft register(Fqmn registration) {
    Fqmn target = registration.inner();
    if (target == null || registration.opcode() != Opcode.RW) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-REG-003",
          registration.opcode().text() + " (expected: 0xRW:<name>:<target>)");
    }
    Registration asked =
        new Registration(
            registration.target(), target.text(), registration.owner(), registration.signature());
    endings.requireServed(asked.name());
    requireSigned(asked);
    return NameCommands.register(asked);
  }

  private static void requireSigned(Registration asked) {
    String owner = asked.owner();
    String signature = asked.signature();
    if (owner != null && signature != null) {
      NameSignature.check(asked.name(), asked.target(), owner, signature);
    }
  }

  @Override
  public CommandDraft transfer(String name, String newOwner) {
    endings.requireServed(name);
    DidKey.decode(newOwner);
    return NameCommands.transfer(new Transfer(name, newOwner));
  }

  @Override
  public CommandDraft release(String name) {
    endings.requireServed(name);
    return NameCommands.release(name);
  }

  @Override
  public Registrar service() {
    return this;
  }

  /** Well, with what the memory is good for. */
  @Override
  public Health health() {
    return new Health(
        Health.Grade.OK,
        cache.size()
            + " names in memory; look-ups answered from it: "
            + cache.answered()
            + ", read from state: "
            + cache.read());
  }

  @Override
  public void close() {
    cache.clear();
  }
}
