package io.cmesh.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Role;
import io.cmesh.kernel.assembly.Assemblies;
import io.cmesh.kernel.assembly.Providers;
import io.cmesh.kernel.assembly.RoleInstance;
import io.cmesh.kernel.support.FakeProvider;
import io.cmesh.kernel.support.Roles;
import io.cmesh.kernel.support.StepScheduler;
import io.cmesh.tck.support.ManualClock;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final SwapSettings SETTINGS =
      new SwapSettings(Duration.ofSeconds(10), 3, Duration.ofSeconds(1), Duration.ofSeconds(1), 0);

  @TempDir Path home;

  private final StepScheduler scheduler = new StepScheduler();
  private final ManualClock clock = new ManualClock();
  private final Assemblies assemblies = new Assemblies(scheduler);
  private final FakeProvider<String> provider =
      new FakeProvider<>(Role.ROUTER, "fake", opening -> "service");
  private final List<String> ended = new ArrayList<>();
  private double heap = 0.5;
  private Watch watch;

  @BeforeEach
  void begin() {
    watch = begun();
  }

  private Watch begun() {
    Providers providers = new Providers();
    providers.add(provider);
    RoleInstance newcomer =
        Roles.openings(providers, home, scheduler).open(Role.ROUTER, "fake", "router-fake-1");
    NodeParts parts =
        (NodeParts)
            Proxy.newProxyInstance(
                NodeParts.class.getClassLoader(),
                new Class<?>[] {NodeParts.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "assemblies" -> assemblies;
                      case "clock" -> clock;
                      case "scheduler" -> scheduler;
                      case "heapFull" -> heap;
                      default -> throw new IllegalStateException(method.getName());
                    });
    return new Watch(parts, SETTINGS, newcomer, why -> ended.add(String.valueOf(why)));
  }

  private void elapse(Duration time) {
    clock.advance(time);
    scheduler.elapse(time);
  }

  @Test
  void aNewcomerWithoutFaultIsWatchedForAsLongAsIsSet() {
    elapse(Duration.ofSeconds(9));
    assertThat(ended).isEmpty();
    elapse(Duration.ofSeconds(2));
    assertThat(ended).containsExactly("null");
    elapse(Duration.ofSeconds(20));
    assertThat(ended).hasSize(1);
  }

  @Test
  void tooManyFailedRequestsEndIt() {
    assemblies.failed();
    assemblies.failed();
    elapse(Duration.ofMillis(200));
    assertThat(ended).isEmpty();
    assemblies.failed();
    elapse(Duration.ofMillis(200));
    assertThat(ended).containsExactly("3 requests failed (expected: fewer than 3)");
  }

  @Test
  void aHealthThatIsDownEndsItAndOneThatIsDegradedDoesNot() {
    provider.health = Health.degraded("so so");
    elapse(Duration.ofMillis(200));
    assertThat(ended).isEmpty();
    provider.health = Health.down("gone");
    elapse(Duration.ofMillis(200));
    assertThat(ended).containsExactly("its health is down: gone");
  }

  @Test
  void aHeapThatFillsUpEndsIt() {
    heap = 0.91;
    elapse(Duration.ofMillis(200));
    assertThat(ended).isEmpty();
    heap = 0.95;
    elapse(Duration.ofMillis(200));
    assertThat(ended).containsExactly("the heap is 95 % full since it serves");
  }

  @Test
  void aHeapThatWasFullBeforeSaysNothingAboutTheNewcomer() {
    watch.close();
    heap = 0.95;
    watch = begun();
    elapse(Duration.ofSeconds(1));
    assertThat(ended).isEmpty();
  }

  @Test
  void oneThatWasClosedTellsNothing() {
    assertThat(watch.close()).isTrue();
    assertThat(watch.close()).isFalse();
    provider.health = Health.down("gone");
    elapse(Duration.ofSeconds(20));
    assertThat(ended).isEmpty();
  }
}
