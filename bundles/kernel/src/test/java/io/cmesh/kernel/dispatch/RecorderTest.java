package io.cmesh.kernel.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cmesh.api.Bytes;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.events.Event;
import io.cmesh.api.message.Status;
import io.cmesh.api.node.AuditLog;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.outbox.Streams;
import io.cmesh.kernel.support.FakeBus;
import io.cmesh.kernel.support.Roles;
import io.cmesh.kernel.support.StepScheduler;
import io.cmesh.tck.support.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Bytes HASH = Bytes.hex("00ff");

  @TempDir Path home;

  private final StepScheduler scheduler = new StepScheduler();
  private final Assemblies assemblies = new Assemblies(scheduler);
  private final FakeBus bus = new FakeBus();
  private final Leaves leaves = new Leaves();
  private final ManualClock clock = new ManualClock();
  private Health outbox = Health.OK;
  private Recorder recorder;

  private static final class Leaves implements AuditLog {
    private final List<String> kept = new ArrayList<>();
    private boolean full;

    @Override
    public long append(char kind, UUID id, long timeMillis, Bytes finalHash) {
      if (full) {
        throw new MeshException(Status.INSUFFICIENT_STORAGE, "CMESH-TST-001", "no room");
      }
      kept.add(kind + ":" + finalHash.hex());
      return kept.size() - 1L;
    }

    @Override
    public void force() {}

    @Override
    public long size() {
      return kept.size();
    }
  }

  @BeforeEach
  void start() {
    Streams.specs(Settings.empty("io.cmesh.kernel")).forEach(bus::ensureStream);
    Roles.fill(assemblies, Role.EVENTS, bus, home, scheduler);
    recorder = new Recorder(leaves, assemblies, scheduler, clock, "node-1", () -> outbox);
  }

  private void keep() {
    recorder.keep('m', new UUID(0, 1), HASH);
  }

  private void refused() {
    refused("CMESH-KRN-014", "audit log cannot be written: no room");
  }

  private void refused(String code, String text) {
    assertThatThrownBy(recorder::requireRecording)
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.status()).isEqualTo(Status.UNAVAILABLE);
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.text()).contains(text);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  @Test
  void aHashIsALeafAndSoonAnEvent() {
    keep();
    assertThat(leaves.kept).containsExactly("m:00ff");

    scheduler.elapse(SOON);

    assertThat(bus.kept(Streams.AUDIT))
        .extracting(Event::subject, e -> e.payload().utf8())
        .containsExactly(tuple("events.audit.node-1", "\"00ff\""));
    assertThat(recorder.health()).isEqualTo(Health.OK);
  }

  @Test
  void manyHashesDoNotWaitForTheTimer() {
    for (int i = 0; i < 512; i++) {
      keep();
    }

    assertThat(bus.kept(Streams.AUDIT)).hasSize(512);
  }

  @Test
  void whileLeavesCannotBeKeptWritesAreRefusedAndAGapTellsHowManyAreMissing() {
    leaves.full = true;
    keep();
    keep();
    refused();
    scheduler.elapse(SOON);
    refused();
    assertThat(recorder.health()).isEqualTo(Health.degraded("2 audit records missed"));

    leaves.full = false;
    scheduler.elapse(SOON);

    assertThat(leaves.kept).containsExactly("g:" + Bytes.ofLong(2).hex());
    assertThatCode(recorder::requireRecording).doesNotThrowAnyException();
    assertThat(recorder.health()).isEqualTo(Health.OK);
  }

  private void elapse(Duration time) {
    clock.advance(time);
    scheduler.elapse(time);
  }

  @Test
  void whileABusFailsWritesAreRefusedSteadilyAndNoEventIsLost() {
    for (FakeBus.Fault fault : List.of(FakeBus.Fault.BEFORE, FakeBus.Fault.THROWS)) {
      bus.fault(Streams.AUDIT, fault);
      keep();
      for (int i = 0; i < 200; i++) {
        elapse(SOON);
        refused("CMESH-KRN-024", "events cannot be stored: the bus failed, as the test wants");
        assertThat(recorder.health().grade()).isEqualTo(Health.Grade.DEGRADED);
      }
      keep();

      bus.fault(Streams.AUDIT, FakeBus.Fault.NONE);
      elapse(Duration.ofSeconds(1));
      elapse(SOON);
      assertThatCode(recorder::requireRecording).doesNotThrowAnyException();
    }
    assertThat(bus.kept(Streams.AUDIT)).hasSize(4);
    assertThat(leaves.kept).hasSize(4).allMatch(leaf -> leaf.startsWith("m:"));
  }

  @Test
  void whileEventsWaitInTheOutboxWritesAreRefusedWithTheReason() {
    outbox = Health.degraded("events wait in the outbox: no room");

    refused("CMESH-KRN-024", "events wait in the outbox: no room");
  }

  @Test
  void whileTheEventsRoleIsAwayThatIsWhatIsSaid() {
    assemblies.remove(Role.EVENTS);

    refused("CMESH-ASM-001", "nobody fills the role events now");
    keep();
    elapse(SOON);
    refused("CMESH-ASM-001", "nobody fills the role events now");
  }

  @Test
  void whatWaitsGoesOutWhenItIsClosed() {
    keep();

    recorder.close();

    assertThat(bus.kept(Streams.AUDIT)).hasSize(1);
    assertThat(scheduler.timers()).isZero();
  }
}
