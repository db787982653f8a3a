package io.cmesh.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import io.cmesh.tck.support.TestOpening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class ProviderRules {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<Role> WITH_DATA = Set.of(Role.STATE, Role.EVENTS, Role.CONSENSUS);

  private final ProviderKit<?> kit;
  private final List<TestOpening> openings = new ArrayList<>();

  ProviderRules(ProviderKit<?> kit) {
    this.kit = kit;
  }

  @AfterEach
  void closeOpenings() {
    openings.forEach(TestOpening::close);
  }

  @Test
  @DisplayName("says its role, a name of [a-z0-9-]+ and a version, the same at every call")
  void theDescriptorSaysWhatItIs() {
    Descriptor descriptor = kit.descriptor();

    assertThat(descriptor.role()).isEqualTo(kit.role());
    assertThat(descriptor.name()).matches("[a-z0-9-]+");
    assertThat(descriptor.version()).matches("[0-9]+(\\.[0-9]+){2}.*");
    assertThat(kit.descriptor()).isEqualTo(descriptor);
  }

  @Test
  @DisplayName("names each of its settings once and says what it means")
  void everySettingIsExplained() {
    List<Setting> settings = kit.descriptor().settings();

    assertThat(settings).extracting(Setting::key).doesNotHaveDuplicates();
    assertThat(settings).allSatisfy(each -> assertThat(each.meaning()).isNotBlank());
  }

  @Test
  @DisplayName("does not call itself stateless where its role is to keep data")
  void whoKeepsDataIsNotStateless() {
    assumeTrue(WITH_DATA.contains(kit.role()), "the role keeps no data of its own");

    assertThat(kit.descriptor().handOver()).isNotEqualTo(HandOver.STATELESS);
  }

  @Test
  @HandsOver
  @DisplayName("leaves nothing in its directory where it calls itself stateless")
  void whoIsStatelessWritesNothing(@TempDir Path dir) throws IOException {
    assumeTrue(kit.descriptor().handOver() == HandOver.STATELESS, "the provider keeps data");

    open(dir).close();

    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  @DisplayName("gives its role's service, the same object at every call")
  void theServiceStaysTheSame(@TempDir Path dir) {
    try (Instance<?> instance = open(dir)) {
      Object service = instance.service();

      assertThat(service).isInstanceOf(kit.role().type());
      assertThat(instance.service()).isSameAs(service);
    }
  }

  @Test
  @DisplayName("is well once it is open")
  void anOpenInstanceIsWell(@TempDir Path dir) {
    try (Instance<?> instance = open(dir)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> instance.health().grade().compareTo(Health.Grade.WARN) <= 0);
    }
  }

  @Test
  @DisplayName("opens beside itself, so that one can take over from the other")
  void twoInstancesAreOpenAtOnce(@TempDir Path one, @TempDir Path other) {
    assumeTrue(kit.descriptor().exclusive().isEmpty(), "it needs something for itself alone");

    try (Instance<?> first = open(one);
        Instance<?> second = open(other)) {
      assertThat(second).isNotSameAs(first);
    }
  }

  @Test
  @DisplayName("opens again on what it left")
  void itOpensAgain(@TempDir Path dir) {
    open(dir).close();

    assertThatCode(() -> open(dir).close()).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("may be closed twice")
  void aSecondCloseDoesNothing(@TempDir Path dir) {
    Instance<?> instance = open(dir);
    instance.close();

    assertThatCode(instance::close).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("leaves no thread behind")
  void noThreadIsLeft(@TempDir Path dir) {
    Set<Thread> before = threads();

    open(dir).close();
    closeOpenings();

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(startedSince(before)).isEmpty());
  }

  private Instance<?> open(Path dir) {
    TestOpening opening = TestOpening.in(dir);
    openings.add(opening);
    kit.settings().forEach(opening::set);
    return kit.factory().open(opening.opening());
  }

  private static List<String> startedSince(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .toList();
  }

  /** Those that somebody has to end: not the JVM's own, nor those of this kit's waiting. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                !thread
                    .getName()
                    .matches(
                        "(?i).*(awaitility|commonpool|cleaner|junit|surefire|attach|reaper).*"))
        .filter(thread -> thread.getThreadGroup() != null)
        .filter(thread -> !"system".equals(thread.getThreadGroup().getName()))
        .collect(Collectors.toSet());
  }
}
