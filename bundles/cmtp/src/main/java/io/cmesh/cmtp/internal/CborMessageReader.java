package io.cmesh.cmtp.internal;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Headers;
import io.cmesh.api.message.Layer;
import io.cmesh.api.message.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Reads a message from deterministic CBOR, field by field. */
public final class CborMessageReader {
  private final CborReader in;
  private final Draft draft = new Draft();

  private CborMessageReader(CborReader in) {
    this.in = in;
  }

  /** The message whose CBOR form {@code bytes} are. */
  public static Message read(Bytes bytes) {
    CborReader in = new CborReader(bytes.unsafeArray());
    Message message = new CborMessageReader(in).message();
    in.requireEnd();
    return message;
  }

  /** Reads the value of one field. */
  private interface Field {
    void read(String key, int keyStart);
  }

  private void fields(Field field) {
    byte[] key = null;
    for (int left = in.map(); left > 0; left--) {
      int keyStart = in.offset();
      key = in.key(key);
      field.read(new String(key, StandardCharsets.UTF_8), keyStart);
    }
  }

  private Message message() {
    fields(this::field);
    return draft.message(in.offset());
  }

  private void field(String key, int keyStart) {
    int start = in.offset();
    switch (key) {
      case "version" -> draft.version(in.text(), start);
      case "id" -> draft.id(id());
      case "fqmn" -> draft.fqmn(in.text());
      case "headers" -> draft.headers = headers();
      case "payload" -> draft.payload = Payload.read(in);
      case "token" -> draft.token = in.text();
      case "resolved" -> draft.resolved = in.text();
      case "status" -> draft.status(in.integer(), start);
      case "index" -> draft.index = in.integer();
      case "layers" -> draft.layers = layers();
      default -> throw unknown(key, keyStart);
    }
  }

  private UUID id() {
    int start = in.offset();
    byte[] id = in.bytes();
    if (id.length != 16) {
      throw Refusal.field(start, "id of " + id.length + " bytes (expected: the 16 of a UUID)");
    }
    ByteBuffer buffer = ByteBuffer.wrap(id);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private Headers headers() {
    Map<String, Map<String, String>> groups = new TreeMap<>();
    fields(
        (key, keyStart) -> {
          if (!key.equals("request") && !key.equals("response")) {
            throw unknown(key, keyStart);
          }
          groups.put(key, group());
        });
    return Draft.headers(groups.get("request"), groups.get("response"));
  }

  private Map<String, String> group() {
    Map<String, String> group = new TreeMap<>();
    fields((name, keyStart) -> group.put(name, in.text()));
    return group;
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int left = in.array(); left > 0; left--) {
      layers.add(layer());
    }
    return layers;
  }

  private Layer layer() {
    Draft.OfLayer layer = new Draft.OfLayer();
    fields((key, keyStart) -> layerField(layer, key, keyStart));
    return layer.layer(in.offset());
  }

  private void layerField(Draft.OfLayer layer, String key, int keyStart) {
    int start = in.offset();
    switch (key) {
      case "step" -> layer.step = in.text();
      case "role" -> layer.role = in.text();
      case "provider" -> layer.provider = in.text();
      case "start" -> layer.start = in.integer();
      case "end" -> layer.end = in.integer();
      case "outcome" -> layer.outcome = Draft.statusOf(in.integer(), start);
      case "given" -> layer.given = Bytes.wrap(in.bytes());
      case "made" -> layer.made = Bytes.wrap(in.bytes());
      case "hash" -> layer.hash = Bytes.wrap(in.bytes());
      default -> throw unknown(key, keyStart);
    }
  }

  private static RuntimeException unknown(String key, int offset) {
    return Refusal.field(offset, "field " + Json.quote(key) + " (expected: a field of CMTP)");
  }
}
