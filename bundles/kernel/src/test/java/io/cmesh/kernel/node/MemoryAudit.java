package io.cmesh.kernel.node;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.AuditLog;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** An audit log in memory, which can be told to fail. */
final class MemoryAudit implements AuditLog {
  record Leaf(char kind, UUID id, Bytes hash) {}

  final List<Leaf> leaves = new CopyOnWriteArrayList<>();
  volatile boolean full;

  @Override
  public long append(char kind, UUID id, long timeMillis, Bytes finalHash) {
    if (full) {
      throw new MeshException(Status.INSUFFICIENT_STORAGE, "CMESH-TST-001", "no room");
    }
    leaves.add(new Leaf(kind, id, finalHash));
    return leaves.size() - 1L;
  }

  @Override
  public void force() {}

  @Override
  public long size() {
    return leaves.size();
  }
}
