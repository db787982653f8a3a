package io.cmesh.kernel.dispatch;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Role;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.kernel.bytes.Json;
import java.util.concurrent.CompletionStage;

/** {@code 0xR} that ends at a bare contract: tells what the name stands for. */
final class NameReads implements Executor {
  @Override
  public Role role() {
    return Role.REGISTRAR;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    String name = p.resolved().target();
    NameRecord record =
        p.assembly()
            .registrar()
            .resolve(name, p.assembly().state())
            .orElseThrow(
                () ->
                    new MeshException(Status.NOT_FOUND, "CMESH-REG-001", name + ": no such name"));
    return Answer.ok(
            Json.object()
                .text("name", record.name())
                .text("target", record.target())
                .text("owner", record.owner())
                .bytes())
        .now();
  }
}
