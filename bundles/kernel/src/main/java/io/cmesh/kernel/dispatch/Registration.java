package io.cmesh.kernel.dispatch;

import io.cmesh.api.provider.Role;
import java.util.concurrent.CompletionStage;

/** {@code 0xRW}: orders the registration of a name. */
final class Registration implements Executor {
  private final Order order;

  Registration(Order order) {
    this.order = order;
  }

  @Override
  public Role role() {
    return Role.REGISTRAR;
  }

  @Override
  public CompletionStage<Answer> execute(Passage p) {
    return order.take(p, p.assembly().registrar().register(p.resolved()), Role.REGISTRAR);
  }
}
