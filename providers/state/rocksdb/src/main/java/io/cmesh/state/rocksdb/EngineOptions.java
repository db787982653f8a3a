package io.cmesh.state.rocksdb;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/** How the database is set up; owns the native objects behind it. */
final class EngineOptions implements AutoCloseable {
  private final Cache cache;
  private final BloomFilter filter = new BloomFilter(10);
  private final Options options;

  EngineOptions(RocksSettings settings, boolean mayCreate) {
    cache = new LRUCache(settings.cacheBytes());
    options =
        new Options()
            .setCreateIfMissing(mayCreate)
            .setParanoidChecks(true)
            .setWriteBufferSize(settings.writeBufferBytes())
            .setMaxWriteBufferNumber(settings.writeBuffers())
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxBackgroundJobs(2)
            .setMaxOpenFiles(settings.maxOpenFiles())
            .setTableFormatConfig(tables())
            // A quiet engine: no statistics to gather or dump, a small log.
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(1 << 20);
  }

  private BlockBasedTableConfig tables() {
    // Indexes and filters inside the cache: its size then bounds them too.
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setCacheIndexAndFilterBlocks(true)
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
