package io.cmesh.doors.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.provider.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
  private final FakeNode node = new FakeNode();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void theNodesHealthIsAGaugeReadAtMostOnceASecond() {
    NodeMetrics metrics = new NodeMetrics(registry, node, clock());
    assertThat(gauge()).isZero();

    node.health = Health.degraded("no room");
    assertThat(gauge()).isZero();
    now.set(Instant.EPOCH.plusSeconds(1));

    assertThat(gauge()).isEqualTo(2);
    metrics.close();
  }

  @Test
  void aDoorThatClosesTakesItsGaugesBack() {
    new NodeMetrics(registry, node, clock()).close();

    assertThat(registry.getMeters()).isEmpty();
  }

  private double gauge() {
    return registry.get("cmesh.health").gauge().value();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }
}
