package io.cmesh.itests.blackbox;

import io.cmesh.itests.node.Checkout;
import io.cmesh.itests.node.Commands;
import io.cmesh.itests.node.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command block of the documents ({@code ```bash}) runs, one after the other, as a reader
 * would type them; only the ports are others. A page that starts no node itself gets one.
 */
class DocumentsIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\\n(.*?)^```$");
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir Path directory;
  private NodeProcess node;

  static Stream<String> pages() {
    return Checkout.find(".md")
        .map(page -> Checkout.root().relativize(page).toString())
        .filter(page -> !blocks(page).isEmpty());
  }

  private static String blocks(String page) {
    return BLOCK
        .matcher(Checkout.read(Checkout.root().resolve(page)))
        .results()
        .map(MatchResult::group)
        .map(block -> block.substring("```bash\n".length(), block.length() - 3))
        .collect(Collectors.joining());
  }

  @BeforeEach
  void standInAFreshClone() throws IOException {
    node = NodeProcess.in(directory, directory.resolve(".cmesh"));
    Path script = Checkout.distribution().resolve("cmesh");
    Files.createSymbolicLink(directory.resolve("cmesh"), script);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandOfThePageRuns(String page) {
    String typed = blocks(page);
    if (!typed.contains("cmesh up")) {
      typed = "./cmesh up --detach\n./cmesh login\n" + typed + "./cmesh down\n";
    }
    String script = typed.replace("cmesh up", "cmesh up --offset " + node.offset());
    // Without a home of its own, as the reader has none: it is .cmesh where he stands.
    Map<String, String> environment =
        Map.of("CMESH_CONFIG", directory.resolve("config").toString());
    List<String> command = List.of("bash", "-euo", "pipefail", "-c", script);
    Commands.run(directory, environment, LIMIT, command).exits(0);
  }
}
