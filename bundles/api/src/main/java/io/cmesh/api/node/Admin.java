package io.cmesh.api.node;

import io.cmesh.api.command.Principal;
import io.cmesh.api.provider.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the operator may do. Every call checks that {@code by} is the operator, or may administer
 * {@code 0xI:admin:<operation>} by a rule that names it; else 403. Refusals are {@link
 * io.cmesh.api.error.MeshException}.
 */
@ProviderType
public interface Admin {
  /**
   * Finds who a token belongs to: an operator's or an identity's; 401 with what to do otherwise.
   */
  Principal authenticate(String token);

  /** Throws 403 unless {@code by} is the operator or may do every operation by rule. */
  void requireOperator(Principal by);

  /**
   * Throws 403 unless {@code by} is the operator, or a rule that names {@code
   * 0xI:admin:<operation>} gives it {@code administer} there.
   *
   * @param operation {@code read}, {@code swap}, {@code backup}, {@code restore}, {@code tokens},
   *     {@code mine}
   */
  default void requireAdministrator(Principal by, String operation) {
    requireOperator(by);
  }

  /** The node as it is now. Open to whoever may reach the node. */
  NodeStatus status();

  /** Roles with their provider. */
  List<RoleStatus> roles();

  /** Providers that are installed. */
  List<ProviderStatus> providers();

  /** Providers that a swap would install, sorted by role and name; none where nothing can be. */
  default List<InstallableProvider> installable() {
    return List.of();
  }

  /**
   * Replaces a role's provider while the node serves: opens the newcomer, copies, verifies, flips.
   * Completes after the flip with what is active then; the watch and the closing of the old one
   * follow ({@link #swaps} tells). Exceptionally where the newcomer is turned away: the old one
   * serves on.
   *
   * @param provider its name, or {@code name@version} where several versions are installed
   */
  CompletionStage<RoleStatus> swap(Role role, String provider, Principal by);

  /** Works out what {@link #swap} would do, and does nothing. */
  SwapPlan plan(Role role, String provider, Principal by);

  /**
   * Brings the provider back that a swap replaced: a flip while it is still fed, else a swap to it.
   * 404 where there was none.
   */
  CompletionStage<RoleStatus> rollback(Role role, Principal by);

  /**
   * Installs a provider from the distribution, beside what serves and without touching it; nothing
   * happens where it is there. Completes once a swap to it installs nothing any more; exceptionally
   * with 404 where the distribution has none of that name.
   *
   * @param provider its name
   */
  CompletionStage<Void> install(Role role, String provider, Principal by);

  /**
   * Uninstalls a provider that does not serve, without touching any other. Exceptionally with 409
   * where it serves or is part of the node itself, with 404 where it is not installed. Its data
   * stay where they are.
   *
   * @param provider its name, or {@code name@version} where several versions are installed
   */
  CompletionStage<Void> uninstall(Role role, String provider, Principal by);

  /** The swaps of this node, the newest first, one that runs included; at most {@code limit}. */
  List<SwapReport> swaps(int limit, Principal by);

  /**
   * Writes a backup into {@code file} while the node serves: consistent at one index. Completes
   * with that index.
   */
  CompletionStage<Long> backup(Path file, Principal by);

  /**
   * Replaces all replicated data by a verified backup. Completes with the index it was taken at.
   */
  CompletionStage<Long> restore(Path file, Principal by);

  /** Makes a new key for tokens; former tokens stay good until they expire. */
  void rotateTokenKey(Principal by);
}
