package io.cmesh.kernel.handlers;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.state.Versioned;
import io.cmesh.api.state.View;
import java.util.List;

/**
 * First come, first owned: gives what nobody owns to who first writes it, up to a quota for each
 * identity. Pure.
 */
public final class Ownership {
  /** How much each identity owns: DID → count, eight bytes. */
  public static final String COUNTS = "owned";

  /** The most that one identity may own. */
  public static final long QUOTA = 100_000;

  private Ownership() {}

  /**
   * Makes {@code who} the owner of {@code resource} where it has none; throws 403 past the quota.
   */
  public static void claim(Principal who, String resource, View view, List<Mutation> into) {
    if (Permissions.owner(resource, view).isPresent()) {
      return;
    }
    Bytes key = Bytes.utf8(who.did());
    Versioned count = view.get(COUNTS, key);
    long owned = count == null ? 0 : count.value().longAt(0);
    if (owned >= QUOTA) {
      throw new MeshException(
          Status.FORBIDDEN,
          "CMESH-PRM-010",
          who.did() + " owns " + owned + " resources already (expected: fewer than " + QUOTA + ")",
          "Give some up, or write to what you own.");
    }
    into.add(Permissions.own(resource, who.did()));
    into.add(Mutation.put(COUNTS, key, Bytes.ofLong(owned + 1)));
  }
}
