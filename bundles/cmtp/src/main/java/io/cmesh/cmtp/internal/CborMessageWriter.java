package io.cmesh.cmtp.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.Message;
import io.cmesh.api.message.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes a message as deterministic CBOR: a map whose keys stand here in the order of §4.2.1. */
public final class CborMessageWriter {
  private static final int ALWAYS_PRESENT = 5;

  private final CborWriter out;

  private CborMessageWriter(CborWriter out) {
    this.out = out;
  }

  /** The message's CBOR form. */
  public static Bytes write(Message message) {
    CborWriter out = new CborWriter(512 + message.payload().size());
    new CborMessageWriter(out).message(message);
    return Bytes.wrap(out.toBytes());
  }

  private void message(Message message) {
    out.map(ALWAYS_PRESENT + optionalFields(message));
    key("id").bytes(MessageId.bytes(message.id()));
    key("fqmn").text(message.fqmn());
    if (message.index() != null) {
      key("index").integer(message.index());
    }
    if (message.token() != null) {
      key("token").text(message.token());
    }
    key("layers").array(message.layers().size());
    message.layers().forEach(this::layer);
    if (message.status() != null) {
      key("status").integer(message.status().code());
    }
    key("headers").map(2);
    key("request");
    group(message.headers().request());
    key("response");
    group(message.headers().response());
    if (!message.payload().isEmpty()) {
      OwnPayload.write(message.payload(), key("payload"));
    }
    key("version").text(Message.VERSION);
    if (message.resolved() != null) {
      key("resolved").text(message.resolved());
    }
  }

  private static int optionalFields(Message message) {
    return count(message.index() != null)
        + count(message.token() != null)
        + count(message.status() != null)
        + count(!message.payload().isEmpty())
        + count(message.resolved() != null);
  }

  private static int count(boolean present) {
    return present ? 1 : 0;
  }

  private void layer(Layer layer) {
    out.map(9);
    key("end").integer(layer.endNanos());
    key("hash").bytes(layer.hash().unsafeArray());
    key("made").bytes(layer.made().unsafeArray());
    key("role").text(layer.role());
    key("step").text(layer.step());
    key("given").bytes(layer.given().unsafeArray());
    key("start").integer(layer.startNanos());
    key("outcome").integer(layer.outcome().code());
    key("provider").text(layer.provider());
  }

  private void group(Map<String, String> headers) {
    Map<byte[], String> sorted = new TreeMap<>(CborWriter.KEY_ORDER);
    headers.forEach((name, value) -> sorted.put(name.getBytes(StandardCharsets.UTF_8), value));
    out.map(sorted.size());
    sorted.forEach(
        (name, value) -> {
          out.utf8(name);
          out.text(value);
        });
  }

  private CborWriter key(String name) {
    out.text(name);
    return out;
  }
}
