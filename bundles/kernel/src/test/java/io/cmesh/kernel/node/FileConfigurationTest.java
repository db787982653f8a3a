package io.cmesh.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Cancellable;
import io.cmesh.api.error.MeshException;
import io.cmesh.api.provider.Settings;
import io.cmesh.kernel.support.StepScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileConfigurationTest {
  private static final String PID = "io.cmesh.test";
  private static final Duration LOOK = Duration.ofSeconds(2);

  @TempDir Path defaults;
  @TempDir Path home;

  private final StepScheduler scheduler = new StepScheduler();

  @BeforeEach
  void make() throws Exception {
    Files.createDirectories(home.resolve("etc"));
  }

  private FileConfiguration configuration(Map<String, String> environment) {
    return new FileConfiguration(defaults, home, environment, scheduler);
  }

  private FileConfiguration configuration() {
    return configuration(Map.of());
  }

  private void ours(String text) throws Exception {
    Files.writeString(home.resolve("etc").resolve(PID + ".cfg"), text);
  }

  private void theirs(String text) throws Exception {
    Files.writeString(defaults.resolve(PID + ".cfg"), text);
  }

  @Test
  void withoutAFileNothingIsSet() {
    assertThat(configuration().settings(PID).asMap()).isEmpty();
    assertThat(configuration().pids()).isEmpty();
    assertThat(configuration().home()).isEqualTo(home);
  }

  @Test
  void theHomesFileCountsBeforeTheDistributionsKeyByKey() throws Exception {
    theirs("a = 1\nb = 1");
    ours("# mine\nb = 2\nc = 2");

    assertThat(configuration().settings(PID).asMap())
        .isEqualTo(Map.of("a", "1", "b", "2", "c", "2"));
  }

  @Test
  void theEnvironmentCountsBeforeBoth() throws Exception {
    theirs("a.bC = 1\nb = 1");
    ours("b = 2");

    FileConfiguration with =
        configuration(Map.of("CMESH_IO_CMESH_TEST_A_BC", "9", "CMESH_IO_CMESH_TEST_B", "8"));

    assertThat(with.settings(PID).asMap()).isEqualTo(Map.of("a.bC", "9", "b", "8"));
  }

  @Test
  void theEnvironmentCountsForKeysThatNoFileHasALineFor() throws Exception {
    theirs("a.bC = 1");

    FileConfiguration with =
        configuration(Map.of("CMESH_IO_CMESH_TEST_LONGKEY", "7", "CMESH_IO_CMESH_OTHER_KEY", "5s"));

    assertThat(with.settings(PID).number("longKey", 1, 1, 9)).isEqualTo(7);
    assertThat(with.settings(PID).number("other", 1, 1, 9)).isEqualTo(1);
    assertThat(with.settings("io.cmesh.other").text("key", "-")).isEqualTo("5s");
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws Exception {
    ours("a = \\u12");

    assertThatThrownBy(() -> configuration().settings(PID))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo("CMESH-CFG-002");
              assertThat(e.text()).contains(PID + ".cfg");
            });
    Files.write(home.resolve("etc").resolve(PID + ".cfg"), new byte[] {'a', '=', (byte) 0xFF});
    assertThatThrownBy(() -> configuration().settings(PID)).isInstanceOf(MeshException.class);
  }

  @Test
  void pidsOfBothPlacesAreListedOnceAndSorted() throws Exception {
    theirs("a = 1");
    ours("a = 2");
    Files.writeString(defaults.resolve("io.cmesh.a.cfg"), "");
    Files.writeString(defaults.resolve("org.other.cfg"), "");
    Files.writeString(home.resolve("etc/io.cmesh.b.txt"), "");

    assertThat(configuration().pids()).containsExactly("io.cmesh.a", PID);
  }

  @Test
  void portsAreShiftedByTheNodesOffsetButNoneStaysNone() throws Exception {
    assertThat(configuration().port(8080)).isEqualTo(8080);
    Files.writeString(home.resolve("etc/io.cmesh.node.cfg"), "portOffset = 100");

    assertThat(configuration().port(8080)).isEqualTo(8180);
    assertThat(configuration().port(0)).isZero();
  }

  @Test
  void aListenerHearsOfAChangeOnce() throws Exception {
    ours("a = 1");
    FileConfiguration configuration = configuration();
    List<Settings> heard = new ArrayList<>();
    configuration.onChange(PID, heard::add);
    scheduler.elapse(LOOK);
    assertThat(heard).isEmpty();

    ours("a = 2");
    scheduler.elapse(LOOK.multipliedBy(3));

    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).asMap()).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void whoMerelyReadsTakesNoChangeFromAListener() throws Exception {
    ours("a = 1");
    FileConfiguration configuration = configuration();
    List<Settings> heard = new ArrayList<>();
    configuration.onChange(PID, heard::add);

    ours("a = 2");
    assertThat(configuration.settings(PID).text("a", "")).isEqualTo("2");
    scheduler.elapse(LOOK);

    assertThat(heard).hasSize(1);
  }

  @Test
  void aBrokenChangeIsNotUsedAndTheMendedOneIs() throws Exception {
    ours("a = 1");
    FileConfiguration configuration = configuration();
    List<Settings> heard = new ArrayList<>();
    configuration.onChange(PID, heard::add);

    ours("a = \\u12");
    scheduler.elapse(LOOK);
    assertThat(heard).isEmpty();
    ours("a = 3");
    scheduler.elapse(LOOK);

    assertThat(heard).extracting(s -> s.text("a", "")).containsExactly("3");
  }

  @Test
  void whoHasCancelledHearsNothing() throws Exception {
    FileConfiguration configuration = configuration();
    List<Settings> heard = new ArrayList<>();
    Cancellable listening = configuration.onChange(PID, heard::add);
    listening.close();

    ours("a = 2");
    scheduler.elapse(LOOK);
    assertThat(heard).isEmpty();
    configuration.close();
    assertThat(scheduler.timers()).isZero();
  }
}
