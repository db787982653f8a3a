package io.cmesh.itests.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.itests.node.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An exported API does not change without its package version. Until there is a release to compare
 * with, what was agreed last stands in each bundle's {@code api.txt}: a change fails here, and can
 * be recorded ({@code -Dapi.record}) only once the package's version was raised.
 */
class ExportedApiTest {
  private static final boolean RECORD = System.getProperty("api.record") != null;

  @Test
  void noExportedPackageChangedWithoutItsVersion() throws Exception {
    Map<String, String> complaints = new TreeMap<>();
    for (Path bundle : Checkout.bundles()) {
      Map<String, String> now = ExportedApi.of(bundle);
      if (!now.isEmpty()) {
        review(bundle, now, complaints);
      }
    }
    assertThat(complaints).isEmpty();
  }

  private static void review(Path bundle, Map<String, String> now, Map<String, String> complaints)
      throws Exception {
    Path file = bundle.resolve("api.txt");
    Map<String, String> agreed =
        Files.exists(file) ? ExportedApi.parse(Files.readString(file)) : Map.of();
    int before = complaints.size();
    agreed.forEach((name, block) -> compare(name, block, now.get(name), complaints));
    boolean recordable = RECORD && complaints.size() == before;
    if (recordable) {
      Files.writeString(file, ExportedApi.text(now));
    } else if (complaints.size() == before && !agreed.equals(now)) {
      complaints.put(
          bundle.getFileName().toString(),
          "api.txt is out of date: record it with ./mvnw -B verify -Dapi.record, and commit it");
    }
  }

  private static void compare(
      String name,
      String agreed,
      @org.jspecify.annotations.Nullable String now,
      Map<String, String> complaints) {
    if (now != null
        && !now.equals(agreed)
        && ExportedApi.version(now).equals(ExportedApi.version(agreed))) {
      complaints.put(
          name,
          "changed, but is still "
              + ExportedApi.version(now)
              + ": raise @Version in its package-info.java. "
              + difference(agreed, now));
    }
  }

  private static String difference(String agreed, String now) {
    StringBuilder text = new StringBuilder();
    agreed.lines().filter(line -> !now.contains(line)).forEach(line -> text.append("\n- " + line));
    now.lines().filter(line -> !agreed.contains(line)).forEach(line -> text.append("\n+ " + line));
    return text.toString();
  }
}
