package io.cmesh.kernel.handlers.events;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.CommandDraft;
import io.cmesh.api.command.CommandHandler;
import io.cmesh.api.command.Effects;
import io.cmesh.api.command.EventEffect;
import io.cmesh.api.command.Mutation;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Subjects;
import io.cmesh.api.fqmn.Channels;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.fqmn.Values;
import io.cmesh.api.message.Status;
import io.cmesh.api.permission.Decision;
import io.cmesh.api.permission.Permissions;
import io.cmesh.api.permission.Verb;
import io.cmesh.api.state.View;
import io.cmesh.kernel.handlers.Ownership;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code event.publish/1}: what {@code 0xEW} says; a channel's first publisher owns it. The body is
 * the FQMN as UTF-8.
 */
public final class EventPublishHandler implements CommandHandler {
  /** Its type. */
  public static final String TYPE = "event.publish/1";

  private static final Bytes NULL = Bytes.utf8("null");

  /** The command of a {@code 0xEW}. */
  public static CommandDraft draft(Fqmn resolved) {
    return new CommandDraft(TYPE, Bytes.utf8(resolved.text()));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Effects apply(Command command, View before) {
    Fqmn fqmn = Fqmn.parse(command.body().utf8());
    Decision decision = Permissions.decide(command.by(), Verb.WRITE, fqmn, before);
    if (!decision.allowed()) {
      throw new MeshException(
          Status.FORBIDDEN, "CMESH-KRN-012", fqmn.text() + ": " + decision.reason());
    }
    String argument = fqmn.argument();
    if (argument == null) {
      throw new MeshException(
          Status.BAD_REQUEST,
          "CMESH-EVT-002",
          fqmn.text() + ": no payload (expected: 0xEW:<channel>:<payload>)");
    }
    List<Mutation> mutations = new ArrayList<>();
    Ownership.claim(command.by(), Permissions.resource(fqmn), before, mutations);
    EventEffect event =
        new EventEffect(
            Subjects.check(Channels.subject(fqmn.target())),
            Bytes.utf8(Values.canonical(argument)));
    return Effects.ok(NULL, mutations, List.of(event));
  }
}
