package ${package};

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
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads names from state and forms the commands that change them. Keeps nothing. Thread-safe. */
final class StateRegistrar implements Registrar, Instance<Registrar> {
  private static final int MAX_NAME = 253;

  private final Suffixes suffixes;

  StateRegistrar(Suffixes suffixes) {
    this.suffixes = suffixes;
  }

  @Override
  public Optional<NameRecord> resolve(String name, View view) {
    suffixes.check(name);
    if (name.length() > MAX_NAME) {
      return Optional.empty();
    }
    Versioned value = view.get(Names.NAMESPACE, Names.key(name));
    return value == null
        ? Optional.empty()
        : Optional.of(Names.decode(value.value(), value.version()));
  }

  @Override
  public List<NameRecord> list(String from, int limit, View view) {
    List<NameRecord> names = new ArrayList<>();
    Bytes start = Names.key(from.length() <= MAX_NAME ? from : from.substring(0, MAX_NAME));
    try (Scan scan = view.scan(Names.NAMESPACE, start, null)) {
      while (names.size() < limit && scan.hasNext()) {
        StateEntry entry = scan.next();
        names.add(Names.decode(entry.value(), entry.version()));
      }
    }
    return List.copyOf(names);
  }

  @Override
  public CommandDraft register(Fqmn registration) {
    Fqmn target = registration.inner();
    if (registration.opcode() != Opcode.RW || target == null) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-REG-003",
          registration.opcode().text() + " (expected: 0xRW:<name>:<target>)");
    }
    String name = registration.target();
    String owner = registration.owner();
    String signature = registration.signature();
    suffixes.check(name);
    if (owner != null && signature != null) {
      NameSignature.check(name, target.text(), owner, signature);
    }
    return NameCommands.register(new Registration(name, target.text(), owner, signature));
  }

  @Override
  public CommandDraft transfer(String name, String newOwner) {
    suffixes.check(name);
    DidKey.decode(newOwner);
    return NameCommands.transfer(new Transfer(name, newOwner));
  }

  @Override
  public CommandDraft release(String name) {
    suffixes.check(name);
    return NameCommands.release(name);
  }

  @Override
  public Registrar service() {
    return this;
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
