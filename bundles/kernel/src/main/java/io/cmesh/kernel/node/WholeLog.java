package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assembly;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.order.Head;
import io.cmesh.kernel.outbox.OutboxRecord;
import io.cmesh.kernel.outbox.Streams;
import java.util.List;

/**
 * Notices a command log that lost its end, which no checksum shows: an event is published after its
 * command is on disk, so none may be of a later command than the last.
 */
final class WholeLog {
  private WholeLog() {}

  /** Throws where events of commands were published that log and state no longer have. */
  static void require(Assembly assembly) {
    RoleInstance events = assembly.instance(Role.EVENTS).orElseThrow();
    if (events.descriptor().shared()) {
      return; // another node may be ahead
    }
    long index = Head.read(assembly.store()).index();
    for (String stream : List.of(Streams.STATE, Streams.CHANNELS)) {
      Bytes id = assembly.events().lastOf(stream).map(Event::id).orElse(Bytes.EMPTY);
      if (OutboxRecord.isId(id) && id.longAt(0) > index) {
        throw lost(assembly, events, index, id.longAt(0));
      }
    }
  }

  private static MeshException lost(
      Assembly assembly, RoleInstance events, long index, long published) {
    String log = assembly.instance(Role.CONSENSUS).orElseThrow().directory();
    return new MeshException(
        Status.INTERNAL,
        "CMESH-KRN-023",
        "data/"
            + log
            + " ends at index "
            + index
            + ", but events up to index "
            + published
            + " were published: what was acknowledged is missing",
        "Bring back data/ from a copy of the home. To go on without what is missing, move data/"
            + events.directory()
            + " away.");
  }
}
