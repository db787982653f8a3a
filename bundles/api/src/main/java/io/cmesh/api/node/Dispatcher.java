package io.cmesh.api.node;

import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.Principal;
import io.cmesh.api.message.Message;
import io.cmesh.api.state.View;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The way of a request through the node: authenticate, resolve, authorize, order, execute, record,
 * answer. An OSGi service, there only once the node has proved itself: doors depend on it.
 *
 * <p>Thread-safe. The stages never complete exceptionally: refusals and failures are answers with a
 * status and a payload {@code {code, message, hint}}. Reads mostly complete before the call
 * returns.
 */
@ProviderType
public interface Dispatcher {
  /** Answers a message whose {@link Message#fqmn} says what is asked. */
  CompletionStage<Message> dispatch(Message request, Origin origin);

  /**
   * Answers an operation that has no FQMN: authenticates the message's token, lets {@code form}
   * make the command (it may throw {@link io.cmesh.api.error.MeshException}), orders and executes
   * it, records. The handler decides whether the caller may.
   *
   * @param operation its name, for layers and audit, as {@code permission.grant}
   */
  CompletionStage<Message> order(
      Message request,
      Origin origin,
      String operation,
      BiFunction<Principal, View, CommandDraft> form);

  /**
   * Answers a read that has no FQMN: authenticates, awaits the read barrier, lets {@code read} make
   * the payload (JSON text).
   *
   * @param operation its name, for layers and audit, as {@code permission.list}
   */
  CompletionStage<Message> inspect(
      Message request,
      Origin origin,
      String operation,
      BiFunction<Principal, View, io.cmesh.api.Bytes> read);
}
