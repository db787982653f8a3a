package io.cmesh.http.internal;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The node's meters, an OSGi service: whoever counts something registers it here. */
@Component(service = {MeterRegistry.class, NodeMeters.class})
public final class NodeMeters extends PrometheusMeterRegistry {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** With the JVM's own meters. */
  @Activate
  public NodeMeters() {
    super(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(this);
    new JvmThreadMetrics().bindTo(this);
    new ProcessorMetrics().bindTo(this);
    new UptimeMetrics().bindTo(this);
    collections.bindTo(this);
  }

  @Deactivate
  @Override
  public void close() {
    collections.close();
    super.close();
  }
}
