package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * A command as bytes: what the log keeps and what a transaction's hash covers.
 *
 * <p>The kind of the principal tells the format: 1 identity, 2 operator, 3 node; 4 is an identity
 * whose attributes follow its session, as a count (one byte) and texts. So a command without
 * attributes has the bytes, and the hash, that it always had.
 */
final class CommandCodec {
  private static final int WITH_ATTRIBUTES = 4;

  private CommandCodec() {}

  static Bytes encode(Command c) {
    ByteWriter out = new ByteWriter(128 + c.body().size());
    out.text(c.type());
    encode(c.by(), out);
    out.i64(c.at().toEpochMilli()).i64(c.seed());
    return out.bytes(c.id().bytes()).bytes(c.body()).toBytes();
  }

  static Command decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    String type = in.text();
    Principal by = principal(in);
    Instant at = Instant.ofEpochMilli(in.i64());
    long seed = in.i64();
    return new Command(type, by, at, seed, new DedupId(in.bytes()), in.bytes());
  }

  private static void encode(Principal by, ByteWriter out) {
    Set<String> attributes = by.attributes();
    int code = attributes.isEmpty() ? code(by.kind()) : WITH_ATTRIBUTES;
    out.text(by.did()).u8(code).optional(by.session());
    if (code == WITH_ATTRIBUTES) {
      out.u8(attributes.size());
      attributes.forEach(out::text);
    }
  }

  private static Principal principal(ByteReader in) {
    String did = in.text();
    int code = in.u8();
    String session = in.optional();
    if (code != WITH_ATTRIBUTES) {
      return new Principal(did, kind(code), session, Set.of());
    }
    Set<String> attributes = new TreeSet<>();
    for (int count = in.u8(); count > 0; count--) {
      attributes.add(in.text());
    }
    return new Principal(did, Principal.Kind.IDENTITY, session, attributes);
  }

  private static int code(Principal.Kind kind) {
    return switch (kind) {
      case IDENTITY -> 1;
      case OPERATOR -> 2;
      case NODE -> 3;
    };
  }

  private static Principal.Kind kind(int code) {
    return switch (code) {
      case 1 -> Principal.Kind.IDENTITY;
      case 2 -> Principal.Kind.OPERATOR;
      case 3 -> Principal.Kind.NODE;
      default ->
          throw new IllegalArgumentException("kind of principal: " + code + " (expected: 1 to 4)");
    };
  }
}
