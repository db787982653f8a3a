package io.cmesh.kernel.outbox;

import io.cmesh.api.Bytes;
import io.cmesh.api.command.EventEffect;
import io.cmesh.kernel.bytes.ByteReader;
import io.cmesh.kernel.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one block, waiting to be published: in state, namespace {@link #NAMESPACE}, under
 * the block's number.
 *
 * @param items in order
 */
public record OutboxRecord(List<Item> items) {
  /** Where the outbox lies. */
  public static final String NAMESPACE = "outbox";

  private static final int ID_BYTES = 12;

  /**
   * One event.
   *
   * @param index of the command that caused it
   * @param ordinal among that command's events, from 0
   */
  public record Item(long index, int ordinal, String subject, Bytes payload) {
    /**
     * The id it is published with: index and ordinal, big-endian, so that ids sort as they were
     * caused.
     */
    public Bytes id() {
      return new ByteWriter(ID_BYTES).i64(index).i32(ordinal).toBytes();
    }
  }

  /** Whether it may be such an id, by its length. */
  public static boolean isId(Bytes id) {
    return id.size() == ID_BYTES;
  }

  /** Adds a command's events to {@code items}. */
  public static void add(List<Item> items, long index, List<EventEffect> events) {
    for (int i = 0; i < events.size(); i++) {
      EventEffect event = events.get(i);
      items.add(new Item(index, i, event.subject(), event.payload()));
    }
  }

  /** As bytes. */
  public Bytes encode() {
    ByteWriter out = new ByteWriter(64 * items.size() + 16);
    out.i32(items.size());
    for (Item item : items) {
      out.i64(item.index).i32(item.ordinal).text(item.subject).bytes(item.payload);
    }
    return out.toBytes();
  }

  /** From bytes. */
  public static OutboxRecord decode(Bytes bytes) {
    ByteReader in = new ByteReader(bytes);
    List<Item> items = new ArrayList<>();
    for (int i = in.i32(); i > 0; i--) {
      items.add(new Item(in.i64(), in.i32(), in.text(), in.bytes()));
    }
    return new OutboxRecord(items);
  }
}
