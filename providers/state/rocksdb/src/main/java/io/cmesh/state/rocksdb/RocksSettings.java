package io.cmesh.state.rocksdb;

import io.cmesh.api.provider.Setting;
import io.cmesh.api.provider.Settings;
import java.util.List;

/**
 * Configuration of an instance; {@link #KEYS} says what each key means.
 *
 * @param writeBufferBytes of one memtable
 * @param writeBuffers how many memtables there may be
 * @param cacheBytes of blocks, indexes and filters read from disk
 * @param verifyBytes up to which size a store is read through at start
 * @param maxOpenFiles held open at once
 */
record RocksSettings(
    long writeBufferBytes, int writeBuffers, long cacheBytes, long verifyBytes, int maxOpenFiles) {
  static final List<Setting> KEYS =
      List.of(
          new Setting(
              "writeBufferBytes",
              "Memory, in bytes, of one buffer of recent writes.",
              "16MiB",
              false),
          new Setting(
              "writeBuffers",
              "How many such buffers there may be, from 2 to 16; writes wait when all are full.",
              "2",
              false),
          new Setting(
              "blockCacheBytes",
              "Memory, in bytes, that holds blocks, indexes and filters read from disk.",
              "32MiB",
              false),
          new Setting(
              "verifyBytes",
              "Stores up to this size, in bytes, are checked block by block at start; 0 checks none.",
              "64MiB",
              false),
          new Setting("openFiles", "Files held open at once, from 16.", "256", false));

  private static final long MIB = 1 << 20;

  static RocksSettings of(Settings settings) {
    return new RocksSettings(
        settings.bytes("writeBufferBytes", 16 * MIB),
        (int) settings.number("writeBuffers", 2, 2, 16),
        settings.bytes("blockCacheBytes", 32 * MIB),
        settings.bytes("verifyBytes", 64 * MIB),
        (int) settings.number("openFiles", 256, 16, 1 << 20));
  }
}
