/** State on RocksDB. Start at {@link io.cmesh.state.rocksdb.RocksStateFactory}. */
@NullMarked
package io.cmesh.state.rocksdb;

import org.jspecify.annotations.NullMarked;
