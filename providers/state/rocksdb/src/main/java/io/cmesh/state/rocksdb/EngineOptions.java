package io.cmesh.state.rocksdb;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/** How the database is set up; owns the native objects behind it. */
final class EngineOptions implements AutoCloseable {
  /**
   * Two shards: RocksDB would make 64 of half a megabyte, and a block that does not fit into its
   * shard is read from its file at every look-up.
   */
  private static final int CACHE_SHARD_BITS = 1;

  /** The part of a memtable that its filter takes: about 10 bits a key. */
  private static final double MEMTABLE_FILTER = 0.02;

  private final Cache cache;
  private final BloomFilter filter = new BloomFilter(10);
  private final Options options;

  EngineOptions(RocksSettings settings, boolean mayCreate) {
    cache = new LRUCache(settings.cacheBytes(), CACHE_SHARD_BITS);
    options =
        new Options()
            .setCreateIfMissing(mayCreate)
            .setParanoidChecks(true)
            .setWriteBufferSize(settings.writeBufferBytes())
            .setMaxWriteBufferNumber(settings.writeBuffers())
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            // One thread writes: the memtable need not be ready for several.
            .setAllowConcurrentMemtableWrite(false)
            .setMaxBackgroundJobs(2)
            .setMaxOpenFiles(settings.maxOpenFiles())
            .setTableFormatConfig(tables())
            // A quiet engine: no statistics to gather or dump, a small log.
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(1 << 20);
    // Ids of commands are looked up before they are known: mostly they are not there.
    options.setMemtablePrefixBloomSizeRatio(MEMTABLE_FILTER).setMemtableWholeKeyFiltering(true);
  }

  private BlockBasedTableConfig tables() {
    // Indexes and filters inside the cache: its size then bounds them too. In parts: whole, those
    // of a large file would push everything else out.
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setPartitionFilters(true)
        .setCacheIndexAndFilterBlocks(true)
        .setPinTopLevelIndexAndFilter(true)
        .setPinL0FilterAndIndexBlocksInCache(true)
        .setFilterPolicy(filter);
  }

  Options get() {
    return options;
  }

  @Override
  public void close() {
    options.close();
    filter.close();
    cache.close();
  }
}
