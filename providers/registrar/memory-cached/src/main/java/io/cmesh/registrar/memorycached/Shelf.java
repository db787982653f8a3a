package io.cmesh.registrar.memorycached;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.View;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the names in one view. Indexes of another view say nothing here: a restored
 * store counts on from a lower index, with other names. In parts, each under a lock of its own, so
 * that readers seldom meet. Thread-safe.
 */
final class Shelf {
  private static final int PARTS = 16;

  // Weak: a store that was swapped away must not be kept by who once read it.
  private final WeakReference<View> view;
  private final Part[] parts = new Part[PARTS];

  Shelf(View view, int maxNames) {
    this.view = new WeakReference<>(view);
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part(Math.max(1, maxNames / PARTS));
    }
  }

  boolean isOf(View other) {
    return view.refersTo(other);
  }

  @Nullable Remembered get(Bytes key) {
    Part part = part(key);
    synchronized (part) {
      return part.get(key);
    }
  }

  void put(Bytes key, Remembered found) {
    Part part = part(key);
    synchronized (part) {
      part.merge(key, found, Remembered::later);
    }
  }

  int size() {
    int size = 0;
    for (Part part : parts) {
      synchronized (part) {
        size += part.size();
      }
    }
    return size;
  }

  private Part part(Bytes key) {
    int hash = key.hashCode();
    return parts[(hash ^ hash >>> 16) & PARTS - 1];
  }

  /** Forgets who was asked for longest ago. */
  private static final class Part extends LinkedHashMap<Bytes, Remembered> {
    private static final long serialVersionUID = 1;

    private final int most;

    Part(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Bytes, Remembered> eldest) {
      return size() > most;
    }
  }
}
