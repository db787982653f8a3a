package io.cmesh.kernel.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.command.Principal;
import io.cmesh.api.state.View;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/** Commands and handlers for tests. */
public final class Commands {
  /** A command of this type sets the key that is its id to its body, and tells of it. */
  public static final String PUT = "test.put/1";

  /** Where {@link #PUT} writes. */
  public static final String NAMESPACE = "test";

  private static final Principal ANN = Principal.identity("did:key:zAnn", "s1");

  private Commands() {}

  /** A {@link #PUT}. */
  public static Command put(String id, String value) {
    return of(PUT, id, value);
  }

  /** Of any type. */
  public static Command of(String type, String id, String body) {
    return new Command(
        type,
        ANN,
        Instant.ofEpochMilli(1_767_225_600_000L),
        7,
        new DedupId(Bytes.utf8(id)),
        Bytes.utf8(body));
  }

  /** The handler of {@link #PUT}. */
  public static CommandHandler putHandler() {
    return handler(
        PUT,
        (command, before) ->
            Effects.ok(
                command.body(),
                List.of(Mutation.put(NAMESPACE, command.id().bytes(), command.body())),
                List.of(new EventEffect("events.test.put", command.body()))));
  }

  /** A handler. */
  public static CommandHandler handler(String type, BiFunction<Command, View, Effects> apply) {
    return new CommandHandler() {
      @Override
      public String type() {
        return type;
      }

      @Override
      public Effects apply(Command command, View before) {
        return apply.apply(command, before);
      }
    };
  }
}
