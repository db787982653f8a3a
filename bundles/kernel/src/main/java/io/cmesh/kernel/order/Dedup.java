package io.cmesh.kernel.order;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.Applied;
import io.cmesh.api.command.Command;
import io.cmesh.api.command.Effects;
import io.cmesh.api.message.Status;
import io.cmesh.api.state.Versioned;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers commands by their ids, so that a retry gets the first result. Part of replicated state,
 * so all nodes agree; bounded: a command is forgotten once it is {@value #MIN_COMMANDS} commands
 * and ten minutes old, or {@value #MAX_COMMANDS} commands.
 *
 * <p>Entries lie in {@link #NAMESPACE} under the first 20 bytes of the id's SHA-256; {@link #RING}
 * lists, by block, the entries that will go together.
 */
final class Dedup {
  static final String NAMESPACE = "dedup";
  static final String RING = "dedup.ring";
  static final long MIN_COMMANDS = 65_536;
  static final long MAX_COMMANDS = 1_048_576;
  private static final long MIN_MILLIS = 600_000;
  private static final int KEY_BYTES = 20;
  private static final int CONTENT_BYTES = 16;

  private final Overlay state;
  private final long block;
  private final List<Bytes> remembered = new ArrayList<>();

  Dedup(Overlay state, long block) {
    this.state = state;
    this.block = block;
  }

  static Bytes key(Command command) {
    return Hashes.sha256(command.id().bytes()).slice(0, KEY_BYTES);
  }

  private static Bytes content(Command c) {
    return Hashes.sha256(Bytes.utf8(c.type()), Bytes.EMPTY, Bytes.utf8(c.by().did()), c.body())
        .slice(0, CONTENT_BYTES);
  }

  /**
   * The first result of this command, whose {@link #key} is given; 409 where its id was used for
   * another.
   */
  Optional<Applied> earlier(Command command, Bytes key) {
    Versioned value = state.get(NAMESPACE, key);
    if (value == null) {
      return Optional.empty();
    }
    ByteReader in = new ByteReader(value.value());
    Bytes content = in.bytes();
    long index = in.i64();
    long inBlock = in.i64();
    Status status = Status.ofCode(in.i32());
    Bytes payload = in.bytes();
    if (!content.equals(content(command))) {
      return Optional.of(new Applied(index, inBlock, Status.CONFLICT, reused(), false));
    }
    return Optional.of(new Applied(index, inBlock, status, payload, true));
  }

  private static Bytes reused() {
    return Bytes.utf8(
        "{\"code\":\"CMESH-KRN-003\",\"message\":\"this id was used for another request\","
            + "\"hint\":\"Use a new id for new content; the same id only to repeat the same request.\"}");
  }

  void remember(Command command, Bytes key, long index, Effects effects) {
    ByteWriter out = new ByteWriter(64 + effects.payload().size());
    out.bytes(content(command)).i64(index).i64(block).i32(effects.status().code());
    state.write(NAMESPACE, key, out.bytes(effects.payload()).toBytes());
    remembered.add(key);
  }

  /**
   * Notes what this block remembered and forgets old blocks; returns the oldest block still
   * remembered.
   */
  long close(long oldest, long index, long nowMillis) {
    ByteWriter ring = new ByteWriter(32 + remembered.size() * 24);
    ring.i64(index).i64(nowMillis).i32(remembered.size());
    remembered.forEach(ring::bytes);
    state.write(RING, Bytes.ofLong(block), ring.toBytes());
    long next = oldest;
    while (next < block && forget(next, index, nowMillis)) {
      next++;
    }
    return next;
  }

  private boolean forget(long old, long index, long nowMillis) {
    Bytes key = Bytes.ofLong(old);
    Versioned value = state.get(RING, key);
    if (value == null) {
      return true;
    }
    ByteReader in = new ByteReader(value.value());
    long age = index - in.i64();
    long millis = nowMillis - in.i64();
    if (age < MAX_COMMANDS && (age < MIN_COMMANDS || millis < MIN_MILLIS)) {
      return false;
    }
    for (int i = in.i32(); i > 0; i--) {
      state.write(NAMESPACE, in.bytes(), null);
    }
    state.write(RING, key, null);
    return true;
  }
}
