package io.cmesh.kernel.dispatch;

import io.cmesh.api.provider.Role;
import java.util.concurrent.CompletionStage;

/**
 * Executes resolved and authorized requests of one opcode. Thread-safe; throws or fails with
 * MeshException.
 */
interface Executor {
  /** The role whose provider does it, for the layer. */
  Role role();

  CompletionStage<Answer> execute(Passage p);
}
