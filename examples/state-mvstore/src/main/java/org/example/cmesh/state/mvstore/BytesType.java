package org.example.cmesh.state.mvstore;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Byte arrays, ordered as unsigned bytes; the engine's own type for them has no order. */
final class BytesType extends BasicDataType<byte[]> {
  static final BytesType INSTANCE = new BytesType();

  /** Of an array's header in the heap. */
  private static final int OVERHEAD_BYTES = 24;

  private BytesType() {}

  @Override
  public int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  @Override
  public int getMemory(byte[] bytes) {
    return OVERHEAD_BYTES + bytes.length;
  }

  @Override
  public void write(WriteBuffer to, byte[] bytes) {
    to.putVarInt(bytes.length).put(bytes);
  }

  @Override
  public byte[] read(ByteBuffer from) {
    byte[] bytes = new byte[DataUtils.readVarInt(from)];
    from.get(bytes);
    return bytes;
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }
}
