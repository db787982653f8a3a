package io.cmesh.api.provider;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.EventBus;
import io.cmesh.api.iam.Iam;
import io.cmesh.api.message.Status;
import io.cmesh.api.overlay.Overlay;
import io.cmesh.api.proof.ProofVerifier;
import io.cmesh.api.registrar.Registrar;
import io.cmesh.api.router.Router;
import io.cmesh.api.state.StateStore;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The roles of a node. */
public enum Role {
  /** Namespaced, versioned key/value. */
  STATE(StateStore.class),
  /** The durable log. */
  CONSENSUS(Consensus.class),
  /** Durable ordered streams. */
  EVENTS(EventBus.class),
  /** Identities, sessions, tokens. */
  IAM(Iam.class),
  /** Names. */
  REGISTRAR(Registrar.class),
  /** FQMN to route. */
  ROUTER(Router.class),
  /** Smart contracts. */
  CONTRACT(ContractRuntime.class),
  /** Zero-knowledge proofs. */
  PROOF(ProofVerifier.class),
  /** The encrypted network between nodes. */
  OVERLAY(Overlay.class);

  private final Class<?> type;

  Role(Class<?> type) {
    this.type = type;
  }

  /** The interface that its providers implement. */
  public Class<?> type() {
    return type;
  }

  /** As in configuration and commands: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with this name; throws {@link MeshException} (404) with those there are. */
  public static Role of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return role;
      }
    }
    String known = Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "));
    throw new MeshException(
        Status.NOT_FOUND, "CMESH-ROLE-001", "role: " + text + " (expected one of: " + known + ")");
  }
}
