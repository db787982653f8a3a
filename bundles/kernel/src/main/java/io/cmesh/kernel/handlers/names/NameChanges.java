package io.cmesh.kernel.handlers.names;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Values;
import io.cmesh.api.message.Status;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.registrar.Names;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import io.cmesh.kernel.handlers.Ownership;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the three commands on names share. */
final class NameChanges {
  private NameChanges() {}

  static @Nullable NameRecord find(String name, View view) {
    Versioned value = view.get(Names.NAMESPACE, Names.key(name));
    return value == null ? null : Names.decode(value.value(), value.version());
  }

  /** The record of a name that {@code who} owns; throws 404 or 403. */
  static NameRecord owned(String name, Principal who, View view) {
    NameRecord record = find(name, view);
    if (record == null) {
      throw new MeshException(
          Status.NOT_FOUND,
          "CMESH-REG-001",
          name + ": no such name",
          "Register it: cmesh name register " + name + " 0xS:<address>");
    }
    boolean node = who.kind() == Principal.Kind.NODE;
    if (!node && !record.owner().equals(who.did())) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-REG-006",
          record.name() + " belongs to " + record.owner() + ", not to " + who.did(),
          "Act as its owner: cmesh login --as NAME");
    }
    return record;
  }

  static Mutation put(NameRecord record) {
    return Mutation.put(Names.NAMESPACE, Names.key(record.name()), Names.encode(record));
  }

  /** One more for {@code did}; throws 403 past its quota. */
  static Mutation countUp(String did, View view) {
    long owned = count(did, view);
    if (owned >= Ownership.QUOTA) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-PRM-010",
          did
              + " owns "
              + owned
              + " resources already (expected: fewer than "
              + Ownership.QUOTA
              + ")",
          "Release names that are not needed.");
    }
    return Mutation.put(Ownership.COUNTS, Bytes.utf8(did), Bytes.ofLong(owned + 1));
  }

  /** One less. */
  static Mutation countDown(String did, View view) {
    long left = Math.max(0, count(did, view) - 1);
    return Mutation.put(Ownership.COUNTS, Bytes.utf8(did), Bytes.ofLong(left));
  }

  private static long count(String did, View view) {
    Versioned count = view.get(Ownership.COUNTS, Bytes.utf8(did));
    return count == null ? 0 : count.value().longAt(0);
  }

  /** As answered and told: {@code {name, target, owner}}. */
  static Bytes json(NameRecord record) {
    return Bytes.utf8(
        "{\"name\":"
            + Values.quote(record.name())
            + ",\"target\":"
            + Values.quote(record.target())
            + ",\"owner\":"
            + Values.quote(record.owner())
            + "}");
  }

  /** On {@code 0xR:<event>} and on {@code 0xR:<name>:<event>}. */
  static List<EventEffect> events(String event, NameRecord record) {
    Bytes payload = json(record);
    return List.of(
        new EventEffect(Channels.ofRegistrar(event), payload),
        new EventEffect(Channels.ofName(record.name(), event), payload));
  }
}
