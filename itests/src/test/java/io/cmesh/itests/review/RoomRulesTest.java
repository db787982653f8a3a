package io.cmesh.itests.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.cmesh.itests.node.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may know whom, as {@code docs/explanation/architecture.md} has it. */
class RoomRulesTest {
  /** Rooms of the house by their package; a provider's is {@code io.cmesh.<role>.<name>}. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("api", Set.of()),
          Map.entry("log", Set.of("api")),
          Map.entry("cmtp", Set.of("api")),
          Map.entry("runtime", Set.of("api")),
          Map.entry("kernel", Set.of("api", "runtime")),
          Map.entry("audit", Set.of("api", "log")),
          Map.entry("http", Set.of("api")),
          Map.entry("tck", Set.of("api", "runtime")),
          Map.entry("client", Set.of("api")),
          Map.entry("doors", Set.of("api", "cmtp", "http")),
          Map.entry("applications", Set.of("api", "cmtp", "http")),
          Map.entry("consensus", Set.of("api", "log")),
          Map.entry("events", Set.of("api", "log")));

  private static final Set<String> OF_ANY_PROVIDER = Set.of("api");

  private final JavaClasses classes = importAll();

  private static JavaClasses importAll() {
    List<Path> built =
        Checkout.bundles().stream()
            .map(bundle -> bundle.resolve("target/classes"))
            .filter(Files::isDirectory)
            .toList();
    assertThat(built).as("bundles that were built").isNotEmpty();
    return new ClassFileImporter().importPaths(built);
  }

  @Test
  void everyRoomKnowsOnlyThoseItMayAndNobodyTheKernelOrAProvider() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String from = roomOf(type.getPackageName());
        String to = roomOf(dependency.getTargetClass().getBaseComponentType().getPackageName());
        if (!to.isEmpty() && !to.equals(from) && !mayKnow(from).contains(floor(to))) {
          broken.add(dependency.getDescription());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static Set<String> mayKnow(String room) {
    return MAY_KNOW.getOrDefault(floor(room), OF_ANY_PROVIDER);
  }

  /** The part of a room's name that rules speak of: {@code doors} of {@code doors.mesh}. */
  private static String floor(String room) {
    int dot = room.indexOf('.');
    return dot < 0 ? room : room.substring(0, dot);
  }

  /** The room of a package: one segment, two for doors, applications and providers. */
  private static String roomOf(String packageName) {
    if (!packageName.startsWith("io.cmesh.")) {
      return "";
    }
    String[] parts = packageName.split("\\.");
    boolean single =
        Set.of("api", "log", "cmtp", "kernel", "audit", "http", "tck", "client", "runtime")
            .contains(parts[2]);
    return single || parts.length < 4 ? parts[2] : parts[2] + '.' + parts[3];
  }
}
