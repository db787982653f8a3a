package org.example.cmesh.state.mvstore;

import org.h2.mvstore.MVMap;

/**
 * What readers see: the entries at one index.
 *
 * @param entries a map that nobody writes to: the engine copies what it changes
 */
record Published(Head head, MVMap<byte[], byte[]> entries) {}
