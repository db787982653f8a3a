package io.cmesh.itests.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Inside the container: what happens to the bundles that are there now. Every change of a bundle,
 * every service that goes, every component that is not what it was before counts.
 */
final class Untouched implements AutoCloseable {
  private final BundleContext context;
  private final ServiceComponentRuntime components;
  private final Map<Long, String> bundles;
  private final Map<String, String> activations;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final SynchronousBundleListener bundleListener = this::changed;
  private final ServiceListener serviceListener = this::changed;

  Untouched(BundleContext context, ServiceComponentRuntime components) {
    this.context = context;
    this.components = components;
    this.bundles = bundles();
    this.activations = activations();
    context.addBundleListener(bundleListener);
    context.addServiceListener(serviceListener);
  }

  private void changed(BundleEvent event) {
    if (bundles.containsKey(event.getBundle().getBundleId())) {
      events.add(event.getBundle().getSymbolicName() + ": bundle event " + event.getType());
    }
  }

  private void changed(ServiceEvent event) {
    Bundle owner = event.getServiceReference().getBundle();
    if (event.getType() == ServiceEvent.UNREGISTERING
        && owner != null
        && bundles.containsKey(owner.getBundleId())
        && isComponents(event)) {
      events.add(owner.getSymbolicName() + ": unregisters " + event.getServiceReference());
    }
  }

  private static boolean isComponents(ServiceEvent event) {
    return event.getServiceReference().getProperty("component.name") != null;
  }

  /** What was touched; empty where all is as it was. */
  List<String> changes() {
    List<String> found = new ArrayList<>(events);
    Map<Long, String> bundlesNow = bundles();
    bundles.forEach(
        (id, before) -> {
          String now = bundlesNow.getOrDefault(id, "gone");
          if (!now.equals(before)) {
            found.add(before + " -> " + now);
          }
        });
    Map<String, String> activationsNow = activations();
    activations.forEach(
        (name, before) -> {
          String now = activationsNow.getOrDefault(name, "gone");
          if (!now.equals(before)) {
            found.add("component " + name + ": " + before + " -> " + now);
          }
        });
    return found;
  }

  /** Every bundle with the time and state it was last changed to. */
  private Map<Long, String> bundles() {
    Map<Long, String> found = new TreeMap<>();
    for (Bundle bundle : context.getBundles()) {
      found.put(
          bundle.getBundleId(),
          bundle.getSymbolicName() + " " + bundle.getState() + " " + bundle.getLastModified());
    }
    return found;
  }

  /**
   * Every configuration of a component, with its state and the service it is: new at each start.
   */
  private Map<String, String> activations() {
    Map<String, String> found = new TreeMap<>();
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
      for (ComponentConfigurationDTO each : components.getComponentConfigurationDTOs(component)) {
        long service = each.service == null ? -1 : each.service.id;
        found.put(
            component.bundle.symbolicName + "/" + component.name + "/" + component.bundle.id,
            each.id + " in state " + each.state + ", service " + service);
      }
    }
    return found;
  }

  @Override
  public void close() {
    context.removeBundleListener(bundleListener);
    context.removeServiceListener(serviceListener);
  }
}
