package io.cmesh.kernel.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** As much of a bundle as a provider's factory asks of its own. */
public final class Bundles {
  private Bundles() {}

  /** The context of a bundle of version 0.1.0. */
  public static BundleContext context() {
    Bundle bundle = proxy(Bundle.class, "getVersion", new Version(0, 1, 0));
    return proxy(BundleContext.class, "getBundle", bundle);
  }

  private static <T> T proxy(Class<T> type, String method, Object answer) {
    InvocationHandler handler =
        (self, called, arguments) -> called.getName().equals(method) ? answer : null;
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
