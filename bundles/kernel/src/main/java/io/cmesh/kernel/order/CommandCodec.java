package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.DedupId;
import io.cmesh.api.command.Principal;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import java.time.Instant;

/** A command as bytes: what the log keeps and what a transaction's hash covers. */
final class CommandCodec {
  private CommandCodec() {}

  static Bytes encode(Command c) {
    ByteWriter out = new ByteWriter(128 + c.body().size());
    out.text(c.type());
    out.text(c.by().did()).u8(code(c.by().kind())).optional(c.by().session());
    out.i64(c.at().toEpochMilli()).i64(c.seed());
    return out.bytes(c.id().bytes()).bytes(c.body()).toBytes();
  }

  static Command decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    String type = in.text();
    Principal by = new Principal(in.text(), kind(in.u8()), in.optional());
    Instant at = Instant.ofEpochMilli(in.i64());
    long seed = in.i64();
    return new Command(type, by, at, seed, new DedupId(in.bytes()), in.bytes());
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
          throw new IllegalArgumentException("kind of principal: " + code + " (expected: 1 to 3)");
    };
  }
}
