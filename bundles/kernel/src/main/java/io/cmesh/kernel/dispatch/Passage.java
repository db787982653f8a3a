package io.cmesh.kernel.dispatch;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Principal;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.LayerHasher;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.Origin;
import io.cmesh.api.provider.Role;
import io.cmesh.api.router.Route;
import io.cmesh.kernel.assembly.Assembly;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: the message, what the steps found out, and the layers they added. One
 * thread at a time, handed on from step to step.
 */
final class Passage {
  private final Message message;
  private final Origin origin;
  private final Assembly.Pin pin;
  private final LayerHasher hasher;
  private final Clock clock;
  private final Bytes salt;
  private final List<Layer> layers = new ArrayList<>(6);
  private Bytes chain;
  private Bytes given;
  private long stepBegan;
  private @Nullable Principal principal;
  private @Nullable Route route;
  private @Nullable Long index;
  private String step = "authenticate";
  private String role = Role.IAM.text();
  private String provider = "";

  Passage(
      Message message,
      Origin origin,
      Assembly.Pin pin,
      LayerHasher hasher,
      Clock clock,
      Bytes salt) {
    this.message = message;
    this.origin = origin;
    this.pin = pin;
    this.hasher = hasher;
    this.clock = clock;
    this.salt = salt;
    this.chain = hasher.seed(message, salt);
    this.given = chain;
    this.stepBegan = now();
  }

  private long now() {
    Instant instant = clock.instant();
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  Message message() {
    return message;
  }

  Origin origin() {
    return origin;
  }

  Assembly assembly() {
    return pin.assembly();
  }

  Principal principal() {
    return known(principal, "authenticated");
  }

  Route route() {
    return known(route, "resolved");
  }

  Fqmn resolved() {
    return route().resolved();
  }

  private static <T> T known(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException(
          "the request is not " + what + " yet: a step is missing before this one");
    }
    return value;
  }

  void authenticatedAs(Principal who) {
    principal = who;
  }

  void resolvedTo(Route found) {
    route = found;
  }

  void orderedAt(long commandIndex) {
    index = commandIndex;
  }

  long timeMillis() {
    return stepBegan / 1_000_000;
  }

  /** Goes into a step that a role's provider takes. */
  void enter(String name, Role by) {
    enter(name, by.text(), assembly().label(by));
  }

  /** Goes into a step. */
  void enter(String name, String by, String label) {
    step = name;
    role = by;
    provider = label;
  }

  /** Ends the step under way: adds its layer, whose hash covers all before it. */
  void leave(Status outcome, Bytes made) {
    long ended = now();
    Layer layer = hasher.layer(chain, step, role, provider, stepBegan, ended, outcome, given, made);
    layers.add(layer);
    chain = layer.hash();
    given = made;
    stepBegan = ended;
  }

  Bytes hash(String text) {
    return hasher.hash(text);
  }

  Bytes salted(Bytes content) {
    return hasher.salted(salt, content);
  }

  /** The hash of the last layer, which commits to all. */
  Bytes finalHash() {
    return chain;
  }

  /** The answer. */
  Message answer(Status status, Bytes payload) {
    String text = route == null ? null : route.resolved().text();
    return new Message(
        message.id(),
        message.fqmn(),
        message.headers().withResponse("salt", salt.hex()),
        payload,
        null,
        layers,
        text,
        status,
        index);
  }

  /** Lets go of the assembly. */
  void close() {
    pin.close();
  }
}
