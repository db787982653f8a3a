package io.cmesh.kernel.swap;

import io.cmesh.api.Cancellable;
import io.cmesh.api.events.StreamSpec;
import io.cmesh.api.provider.Disk;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Scheduler;
import io.cmesh.api.state.StateSnapshot;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Openings;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.Applier;
import io.cmesh.kernel.order.Sequencer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What of the node a swap works on. */
public interface NodeParts {
  /** The assemblies. */
  Assemblies assemblies();

  /** Opens providers. */
  Openings openings();

  /** Applies the log. */
  Applier applier();

  /** Proposes to the log. */
  Sequencer sequencer();

  /** Threads and timers. */
  Scheduler scheduler();

  /** The time. */
  Clock clock();

  /** Files. */
  Disk disk();

  /** {@code home/data}. */
  Path data();

  /** The node's streams. */
  List<StreamSpec> streams();

  /** A directory that no instance had before. */
  String nextDirectory(Role role, String provider);

  /** Writes what the current assembly is to assembly.json; durable at return. */
  void persist();

  /** Keeps the log from being cut until it is closed. */
  Cancellable keepLog();

  /** Writes the node's own snapshot, for a store that is not durable itself. */
  void ownSnapshot(StateSnapshot snapshot);

  /** Deletes the node's own snapshot where the active store needs none. */
  void forgetOwnSnapshot();

  /** Ends the old log's epoch by its last command; completes once that is applied. */
  CompletionStage<Void> seal(RoleInstance next);

  /** Has the active log deliver. On the applier's thread. */
  void startLog();

  /** Goes on with a log that was started before. On the applier's thread. */
  void continueLog();

  /** Has the newcomer's log take its first command; completes once that is applied. */
  CompletionStage<Void> beginEpoch();

  /** Deletes the directory of an instance that is closed, but for the generation kept. */
  void retired(RoleInstance instance);

  /** Deletes the directory of an instance that never served, or serves no more. */
  void discard(String directory);

  /** How full the heap was after its last collection: 0 to 1. */
  double heapFull();
}
