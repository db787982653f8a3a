package io.cmesh.state.rocksdb;

import io.cmesh.api.Bytes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the committing thread looked up since its last commit. A command's key is read to decide and
 * once more for the digest; nobody else commits in between, so the second look can be spared. Of
 * the thread that made it alone; others find that it is not theirs.
 */
final class LookedUp {
  private static final int MOST = 4096;
  private static final byte[] ABSENT = {};

  private final Thread owner = Thread.currentThread();
  private final Map<Bytes, byte[]> found = new HashMap<>();

  boolean isOfThisThread() {
    return owner == Thread.currentThread();
  }

  byte @Nullable [] get(byte[] key, Engine engine) {
    Bytes asked = Bytes.wrap(key);
    byte[] known = found.get(asked);
    if (known == null) {
      byte[] read = engine.get(key);
      known = read == null ? ABSENT : read;
      if (found.size() < MOST) {
        found.put(asked, known);
      }
    }
    return known.length == 0 ? null : known;
  }
}
