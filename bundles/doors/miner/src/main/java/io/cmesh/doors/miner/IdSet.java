package io.cmesh.doors.miner;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ids that were answered: a map of blocks of 65,536 ids, each an array while it holds few and a
 * bitmap when it holds many (the idea of Roaring bitmaps). Ids that count up take about one bit
 * each. Not thread-safe.
 */
final class IdSet {
  private static final int BLOCK_BITS = 16;
  private static final int BITMAP_LONGS = (1 << BLOCK_BITS) / Long.SIZE;

  /** From here on a bitmap is smaller than an array. */
  private static final int ARRAY_MOST = BITMAP_LONGS * Long.BYTES / Character.BYTES;

  private static final int BLOCK_OVERHEAD = 64;

  private final long maxBytes;
  private long bytes;
  private long[] keys = new long[64];
  private @Nullable Block[] blocks = new Block[64];
  private int size;
  private @Nullable Block recent;
  private long recentKey = -1;

  /**
   * @param maxBytes memory that it may take, about
   */
  IdSet(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds an id; whether it was not there. Throws CMESH-MNR-006 where the memory is used up. */
  boolean add(long id) {
    Block block = block(id >>> BLOCK_BITS);
    long before = block.bytes();
    boolean added = block.add((char) id);
    bytes += block.bytes() - before;
    if (bytes > maxBytes) {
      throw new MeshException(
          Status.INSUFFICIENT_STORAGE,
          "CMESH-MNR-006",
          "remembering which ids were answered takes more than " + maxBytes + " bytes",
          "Raise idMemory in etc/io.cmesh.doors.miner.cfg, or split the log; ids that count up take"
              + " the least");
    }
    return added;
  }

  private Block block(long key) {
    Block known = recent;
    if (known == null || key != recentKey) {
      known = find(key);
      recent = known;
      recentKey = key;
    }
    return known;
  }

  private Block find(long key) {
    if (size * 2 > keys.length) {
      grow();
    }
    int slot = slot(key);
    Block block = blocks[slot];
    if (block == null) {
      block = new Block();
      place(slot, key, block);
      size++;
      bytes += BLOCK_OVERHEAD;
    }
    return block;
  }

  private void place(int slot, long key, Block block) {
    keys[slot] = key;
    blocks[slot] = block;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (blocks[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Block[] old = blocks;
    keys = new long[oldKeys.length * 2];
    blocks = new Block[keys.length];
    for (int i = 0; i < old.length; i++) {
      Block block = old[i];
      if (block != null) {
        place(slot(oldKeys[i]), oldKeys[i], block);
      }
    }
  }

  private static final class Block {
    private char[] array = new char[4];
    private int count;
    private long @Nullable [] bitmap;

    private boolean add(char low) {
      long[] bits = bitmap;
      if (bits != null) {
        long bit = 1L << low;
        boolean added = (bits[low >>> 6] & bit) == 0;
        bits[low >>> 6] |= bit;
        return added;
      }
      int at = count > 0 && array[count - 1] < low ? -count - 1 : search(low);
      if (at >= 0) {
        return false;
      }
      insert(-at - 1, low);
      return true;
    }

    private int search(char low) {
      return Arrays.binarySearch(array, 0, count, low);
    }

    private void insert(int at, char low) {
      if (count == ARRAY_MOST) {
        turnIntoBitmap();
        add(low);
        return;
      }
      if (count == array.length) {
        array = Arrays.copyOf(array, Math.min(ARRAY_MOST, count * 2));
      }
      System.arraycopy(array, at, array, at + 1, count - at);
      array[at] = low;
      count++;
    }

    private void turnIntoBitmap() {
      long[] bits = new long[BITMAP_LONGS];
      for (int i = 0; i < count; i++) {
        bits[array[i] >>> 6] |= 1L << array[i];
      }
      bitmap = bits;
      array = new char[0];
      count = 0;
    }

    private long bytes() {
      return bitmap == null ? array.length * (long) Character.BYTES : BITMAP_LONGS * 8L;
    }
  }
}
