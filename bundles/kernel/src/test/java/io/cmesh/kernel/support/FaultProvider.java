package io.cmesh.kernel.support;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real provider that goes wrong where a test wants: at a call of its service by name, at {@code
 * open}, or in its health. Thread-safe.
 */
public final class FaultProvider<T> implements ProviderFactory<T> {
  /** What goes wrong. */
  public enum Fault {
    /** Throws what no provider should. */
    THROWS,
    /** Throws 507. */
    FULL,
    /** Throws as a bundle does that was wired wrongly. */
    UNLINKED,
    /** Does not return before {@link #letGo}; then does what it should. */
    HANGS,
    /** Returns a stage that never completes; nothing is done. */
    NEVER,
    /** Returns a stage that fails; nothing is done. */
    FAILS,
    /** Returns 32 zero bytes. */
    LIES,
    /** Takes 20 ms longer. */
    SLOW,
    /** Keeps a megabyte for good. */
    LEAKS,
    /** Ends the process at once. */
    HALTS
  }

  private record Planned(Fault fault, AtomicLong callsBefore) {}

  /** How its instances are. */
  public volatile Health health = Health.OK;

  /** How many instances were opened. */
  public final AtomicInteger opened = new AtomicInteger();

  /** How many of them were closed. */
  public final AtomicInteger closed = new AtomicInteger();

  private final ProviderFactory<T> real;
  private final Class<T> type;
  private final Descriptor descriptor;
  private final Map<String, Planned> plan = new ConcurrentHashMap<>();
  private final List<byte[]> leaked = new ArrayList<>();
  private volatile CountDownLatch hanging = new CountDownLatch(1);

  /** Stands before {@code real}, as {@code name} in version {@code version}. */
  public FaultProvider(ProviderFactory<T> real, Class<T> type, String name, String version) {
    this.real = real;
    this.type = type;
    Descriptor d = real.descriptor();
    this.descriptor =
        new Descriptor(
            d.role(),
            name,
            version,
            d.durable(),
            d.shared(),
            d.handOver(),
            d.exclusive(),
            d.settings());
  }

  /** Stands before {@code real}, as {@code faulty}. */
  public FaultProvider(ProviderFactory<T> real, Class<T> type) {
    this(real, type, "faulty", "1.0.0");
  }

  /** Goes wrong at every call of that name; {@code *} for all. */
  public FaultProvider<T> at(String call, Fault fault) {
    return at(call, fault, 0);
  }

  /** Goes wrong at every call of that name after the next {@code good} ones. */
  public FaultProvider<T> at(String call, Fault fault, long good) {
    plan.put(call, new Planned(fault, new AtomicLong(good)));
    return this;
  }

  /** Goes well from now on; what hangs goes on. */
  public void letGo() {
    plan.clear();
    hanging.countDown();
    hanging = new CountDownLatch(1);
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<T> open(Opening opening) {
    happens("open");
    Instance<T> instance = real.open(opening);
    opened.incrementAndGet();
    T service = type.cast(proxy(instance.service()));
    return new Instance<>() {
      @Override
      public T service() {
        return service;
      }

      @Override
      public Health health() {
        happens("health");
        return health.grade() == Health.Grade.OK ? instance.health() : health;
      }

      @Override
      public void close() {
        closed.incrementAndGet();
        instance.close();
      }
    };
  }

  private Object proxy(T behind) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            method.getName().equals("equals")
                ? self == arguments[0]
                : call(behind, method, arguments));
  }

  private @Nullable Object call(T behind, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(behind, arguments);
    }
    Fault fault = happens(method.getName());
    if (fault == Fault.NEVER) {
      return new CompletableFuture<>();
    } else if (fault == Fault.FAILS) {
      return CompletableFuture.failedFuture(broken());
    } else if (fault == Fault.LIES) {
      return Bytes.wrap(new byte[32]);
    }
    try {
      return method.invoke(behind, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private @Nullable Fault happens(String call) {
    Planned planned = plan.getOrDefault(call, plan.get("*"));
    if (planned == null || planned.callsBefore.getAndDecrement() > 0) {
      return null;
    }
    switch (planned.fault) {
      case THROWS -> throw new IllegalStateException(call + " fails, as the test wants");
      case FULL -> throw full();
      case UNLINKED -> throw new NoClassDefFoundError("no/such/Class");
      case HANGS -> hang(hanging);
      case SLOW -> LockSupport.parkNanos(20_000_000);
      case LEAKS -> leak();
      case HALTS -> Runtime.getRuntime().halt(137);
      default -> {
        return planned.fault;
      }
    }
    return null;
  }

  private synchronized void leak() {
    leaked.add(new byte[1 << 20]);
  }

  private static void hang(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MeshException full() {
    return new MeshException(
        Status.INSUFFICIENT_STORAGE, "CMESH-TST-004", "there is no room, as the test wants");
  }

  private static MeshException broken() {
    return new MeshException(Status.INTERNAL, "CMESH-TST-005", "it fails, as the test wants");
  }
}
