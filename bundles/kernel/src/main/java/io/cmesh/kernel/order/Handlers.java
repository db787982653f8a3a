package io.cmesh.kernel.order;

import io.cmesh.api.command.CommandHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Command handlers by type. Thread-safe. */
public final class Handlers {
  private final Map<String, CommandHandler> byType = new ConcurrentHashMap<>();

  /** Adds a handler; throws {@link IllegalArgumentException} where its type has one already. */
  public void add(CommandHandler handler) {
    CommandHandler other = byType.putIfAbsent(handler.type(), handler);
    if (other != null && other != handler) {
      throw new IllegalArgumentException(
          "command type "
              + handler.type()
              + ": handled by "
              + other.getClass().getName()
              + " already (expected: one handler a type)");
    }
  }

  /** Takes a handler away. */
  public void remove(CommandHandler handler) {
    byType.remove(handler.type(), handler);
  }

  /** Whether commands of this type can be applied. */
  public boolean handles(String type) {
    return byType.containsKey(type);
  }

  @Nullable CommandHandler find(String type) {
    return byType.get(type);
  }
}
