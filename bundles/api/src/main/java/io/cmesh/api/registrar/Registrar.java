package io.cmesh.api.registrar;

import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.state.View;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Names: resolves and lists by reading, changes by forming commands. Thread-safe; all data lies in
 * state, in namespace {@link Names#NAMESPACE}, in the format of {@link Names}.
 */
@ConsumerType
public interface Registrar {
  /**
   * The record of a name, whatever its case.
   *
   * @throws io.cmesh.api.error.MeshException 404 where the suffix is not one this node serves
   */
  Optional<NameRecord> resolve(String name, View view);

  /** Names in alphabetical order from {@code from} on, at most {@code limit}. */
  List<NameRecord> list(String from, int limit, View view);

  /**
   * Forms the command that registers what a {@code 0xRW} says; throws 400 or 403 where it can never
   * succeed.
   */
  CommandDraft register(Fqmn registration);

  /** Forms the command that gives a name to another DID. */
  CommandDraft transfer(String name, String newOwner);

  /** Forms the command that gives a name up. */
  CommandDraft release(String name);
}
