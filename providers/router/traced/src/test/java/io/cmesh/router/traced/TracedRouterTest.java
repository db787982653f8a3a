package io.cmesh.router.traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.fqmn.Fqmn;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.registrar.NameRecord;
import io.cmesh.api.router.NameLookup;
import io.cmesh.api.router.Router;
import io.cmesh.tck.support.TestOpening;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedRouterTest {
  private static final NameLookup NOBODY = name -> Optional.empty();

  private TestOpening opening;

  @BeforeEach
  void prepare(@TempDir Path dir) {
    opening = TestOpening.in(dir);
  }

  @AfterEach
  void close() {
    opening.close();
  }

  @Test
  void theSlowestWayIsTold() {
    opening.set("sampleEvery", "1");
    try (Instance<Router> router = open()) {
      router.service().route(Fqmn.parse("0xI:whoami"), NOBODY);
      route(router, "0xR:slow.mcom:f", Duration.ofMillis(3));

      assertThat(router.health().text())
          .isEqualTo(
              "routed 2, refused 0, traced 2; slowest of the last 2: 0xR:slow.mcom:f, 3000 µs, OK");
    }
  }

  @Test
  void aTraceBearsTheIdOfItsMessage() {
    Traces traces = new Traces(1, 1);
    Duration took = Duration.ofNanos(35_000);
    traces.add(
        new Trace("0190-7", "0xR:a.mcom:f", List.of("a.mcom"), "0xS:0x001:f", took, Trace.OK));

    assertThat(traces.summary()).contains("0xR:a.mcom:f of message 0190-7, 35 µs, OK");
  }

  @Test
  void aRefusalIsTracedByItsCode() {
    opening.set("sampleEvery", "1");
    try (Instance<Router> router = open()) {
      assertThatThrownBy(() -> router.service().route(Fqmn.parse("0xR:nobody.mcom"), NOBODY))
          .isInstanceOf(MeshException.class);

      assertThat(router.health().text()).contains("refused 1", "CMESH-REG-001");
    }
  }

  @Test
  void argumentsAreNotTraced() {
    opening.set("sampleEvery", "1");
    try (Instance<Router> router = open()) {
      router.service().route(Fqmn.parse("0xSW:0x001:password:hunter2"), NOBODY);

      assertThat(router.health().text()).contains("0xSW:0x001:password:…").doesNotContain("hunter");
    }
  }

  @Test
  void oneOfSoManyIsTraced() {
    opening.set("sampleEvery", "10");
    try (Instance<Router> router = open()) {
      IntStream.range(0, 35).forEach(i -> router.service().route(Fqmn.parse("0xI:whoami"), NOBODY));

      assertThat(router.health().text()).startsWith("routed 35, refused 0, traced 4;");
    }
  }

  @Test
  void noneIsTracedWhereNoneIsAskedFor() {
    opening.set("sampleEvery", "0");
    try (Instance<Router> router = open()) {
      router.service().route(Fqmn.parse("0xI:whoami"), NOBODY);

      assertThat(router.health().text()).isEqualTo("routed 1, refused 0, traced 0");
    }
  }

  @Test
  void onlySoManyAreKept() {
    opening.set("sampleEvery", "1").set("keep", "3");
    try (Instance<Router> router = open()) {
      route(router, "0xR:slow.mcom:f", Duration.ofMillis(3));
      IntStream.range(0, 5).forEach(i -> router.service().route(Fqmn.parse("0xI:whoami"), NOBODY));

      assertThat(router.health().text())
          .contains("traced 6; slowest of the last 3: 0xI:whoami")
          .doesNotContain("slow.mcom");
    }
  }

  @Test
  void aConfiguredNodeIsLeftToBeAsked() {
    opening.set("nodes", "node-b, node-c");
    Fqmn asked = Fqmn.parse("0xP:node-c:0xR:a.mcom");
    try (Instance<Router> router = open()) {
      assertThat(router.service().route(asked, NOBODY).resolved()).isEqualTo(asked);
    }
  }

  @Test
  void aMalformedNodeIsRefusedAtOnce() {
    opening.set("nodes", "Node_B");

    assertThatThrownBy(this::open).isInstanceOf(MeshException.class).hasMessageContaining("Node_B");
  }

  private Instance<Router> open() {
    return new TracedRouterFactory("0.1.0").open(opening.opening());
  }

  /** Of a name whose look-up takes its time. */
  private void route(Instance<Router> router, String fqmn, Duration time) {
    router
        .service()
        .route(
            Fqmn.parse(fqmn),
            name -> {
              opening.clock().advance(time);
              return Optional.of(new NameRecord(name, "0xS:0x001", "did:key:zAlice", 1, 1));
            });
  }
}
