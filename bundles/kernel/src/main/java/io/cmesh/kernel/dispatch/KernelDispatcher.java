package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Opcode;
import io.cmesh.api.message.LayerHasher;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Dispatcher;
import io.cmesh.api.node.Origin;
import io.cmesh.api.provider.Role;
import io.cmesh.api.state.View;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.order.Failures;
import io.cmesh.kernel.order.Refusals;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The way of a request: authenticate, resolve, authorize, order, execute, record, answer. Pins the
 * assembly once and uses it to the request's end.
 */
public final class KernelDispatcher implements Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(KernelDispatcher.class);

  /** Under which the log's layout finds the message's id. */
  private static final String LOGGED_ID = "cmesh.id";

  private final Assemblies assemblies;
  private final LayerHasher hasher;
  private final Clock clock;
  private final Salts salts;
  private final Authenticate authenticate;
  private final Resolve resolve = new Resolve();
  private final Authorize authorize;
  private final ReadBarrier barrier;
  private final Order order;
  private final Map<Opcode, Executor> executors;
  private final Recorder record;

  KernelDispatcher(
      Assemblies assemblies,
      LayerHasher hasher,
      Clock clock,
      Salts salts,
      Authenticate authenticate,
      Authorize authorize,
      ReadBarrier barrier,
      Order order,
      Map<Opcode, Executor> executors,
      Recorder record) {
    this.assemblies = assemblies;
    this.hasher = hasher;
    this.clock = clock;
    this.salts = salts;
    this.authenticate = authenticate;
    this.authorize = authorize;
    this.barrier = barrier;
    this.order = order;
    this.executors = executors;
    this.record = record;
  }

  @Override
  public CompletionStage<Message> dispatch(Message request, Origin origin) {
    return pass(
        request,
        origin,
        p -> {
          authenticate.take(p);
          resolve.take(p);
          authorize.take(p);
          return execute(p);
        });
  }

  private CompletionStage<Answer> execute(Passage p) {
    Executor executor = executors.get(p.resolved().opcode());
    if (executor == null) {
      throw new MeshException(
          Status.FORBIDDEN, "CMESH-KRN-016", p.resolved().opcode().text() + " is the node's own");
    }
    if (p.resolved().opcode().isWrite()) {
      record.requireRecording();
      return executor.execute(p);
    }
    p.enter("execute", executor.role());
    CompletionStage<Void> ready = barrier.await(p);
    return isDone(ready) ? executor.execute(p) : ready.thenCompose(done -> executor.execute(p));
  }

  private static boolean isDone(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    return future.isDone() && !future.isCompletedExceptionally();
  }

  @Override
  public CompletionStage<Message> order(
      Message request,
      Origin origin,
      String operation,
      BiFunction<Principal, View, CommandDraft> form) {
    return pass(
        request,
        origin,
        p -> {
          authenticate.take(p);
          record.requireRecording();
          p.enter("authorize", "kernel", operation);
          CommandDraft draft = form.apply(p.principal(), p.assembly().state());
          p.leave(Status.OK, p.hash(operation));
          return order.take(p, draft, Role.STATE);
        });
  }

  @Override
  public CompletionStage<Message> inspect(
      Message request, Origin origin, String operation, BiFunction<Principal, View, Bytes> read) {
    return pass(
        request,
        origin,
        p -> {
          authenticate.take(p);
          p.enter("execute", "kernel", operation);
          return barrier
              .await(p)
              .thenApply(done -> Answer.ok(read.apply(p.principal(), p.assembly().state())));
        });
  }

  private CompletionStage<Message> pass(
      Message request, Origin origin, Function<Passage, CompletionStage<Answer>> steps) {
    Passage p = new Passage(request, origin, assemblies.pin(), hasher, clock, salts.next());
    CompletionStage<Answer> answer;
    try {
      MDC.put(LOGGED_ID, request.id().toString());
      answer = steps.apply(p);
    } catch (RuntimeException | StackOverflowError e) {
      return CompletableFuture.completedFuture(refuse(p, e));
    } finally {
      MDC.remove(LOGGED_ID);
    }
    if (isDone(answer)) {
      return CompletableFuture.completedFuture(finish(p, answer.toCompletableFuture().join()));
    }
    return answer.handle((a, failure) -> failure == null ? finish(p, a) : refuse(p, failure));
  }

  private Message refuse(Passage p, Throwable failure) {
    MeshException refusal = Failures.of(failure);
    if (refusal.status() == Status.INTERNAL) {
      assemblies.failed();
      LOG.error("message {} to {} failed", p.message().id(), p.message().fqmn(), failure);
    }
    return finish(p, new Answer(refusal.status(), Refusals.payload(refusal)));
  }

  private Message finish(Passage p, Answer answer) {
    try {
      p.leave(answer.status(), p.salted(answer.payload()));
      record.take(p);
      return p.answer(answer.status(), answer.payload());
    } finally {
      p.close();
    }
  }
}
