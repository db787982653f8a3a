package io.cmesh.itests.container;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.ops4j.pax.exam.ProbeInvoker;
import org.ops4j.pax.exam.ProbeInvokerFactory;
import org.ops4j.pax.exam.TestContainerException;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Runs test methods inside the container for {@link InContainer}: Pax Exam has no driver for
 * Jupiter. A method's parameters are the bundle context or OSGi services by their type.
 *
 * <p>Its class file goes into a bundle of its own; it must need no other class of the tests.
 */
public final class InvokerActivator implements BundleActivator, ProbeInvokerFactory {
  private static final long SERVICE_MILLIS = 30_000;

  @Override
  public void start(BundleContext context) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("driver", "jupiter");
    context.registerService(ProbeInvokerFactory.class, this, properties);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework unregisters the service.
  }

  @Override
  public ProbeInvoker createProbeInvoker(Object context, String expression) {
    String[] test = expression.split(";");
    return arguments -> invoke((BundleContext) context, test[0], test[1]);
  }

  private static void invoke(BundleContext context, String type, String name) {
    List<ServiceTracker<?, ?>> trackers = new ArrayList<>();
    try {
      Class<?> test = context.getBundle().loadClass(type);
      Method method = find(test, name);
      Constructor<?> constructor = test.getDeclaredConstructor();
      constructor.setAccessible(true);
      method.setAccessible(true);
      method.invoke(constructor.newInstance(), arguments(method, context, trackers));
    } catch (InvocationTargetException e) {
      throw new TestContainerException(String.valueOf(e.getCause()), e.getCause());
    } catch (ReflectiveOperationException | InterruptedException e) {
      throw new TestContainerException(e);
    } finally {
      trackers.forEach(ServiceTracker::close);
    }
  }

  private static Method find(Class<?> test, String name) throws NoSuchMethodException {
    for (Class<?> type = test; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name) && !method.isSynthetic()) {
          return method;
        }
      }
    }
    throw new NoSuchMethodException(test.getName() + "." + name);
  }

  private static Object[] arguments(
      Method method, BundleContext context, List<ServiceTracker<?, ?>> trackers)
      throws InterruptedException {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] =
          types[i] == BundleContext.class ? context : service(types[i], context, trackers);
    }
    return arguments;
  }

  private static Object service(
      Class<?> type, BundleContext context, List<ServiceTracker<?, ?>> trackers)
      throws InterruptedException {
    ServiceTracker<?, ?> tracker = new ServiceTracker<>(context, type.getName(), null);
    trackers.add(tracker);
    tracker.open();
    Object service = tracker.waitForService(SERVICE_MILLIS);
    if (service == null) {
      throw new TestContainerException(
          "no service " + type.getName() + " within " + SERVICE_MILLIS + " ms");
    }
    return service;
  }
}
