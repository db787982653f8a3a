package io.cmesh.itests.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.itests.node.Checkout;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that the sources throw stands in the reference, and no other. */
class ErrorCodesTest {
  private static final Pattern CODE = Pattern.compile("CMESH-[A-Z]{2,}-\\d{3}");

  private static TreeSet<String> codes(Stream<Path> files) {
    TreeSet<String> codes = new TreeSet<>();
    files.forEach(
        file -> {
          Matcher matcher = CODE.matcher(Checkout.read(file));
          while (matcher.find()) {
            codes.add(matcher.group());
          }
        });
    return codes;
  }

  private static boolean isSource(Path file) {
    String path = file.toString();
    // Kits refuse in made-up codes, and the Javadoc of MeshException gives an example.
    return path.contains("/src/main/")
        && !path.contains("/bundles/tck/")
        && !path.endsWith("/MeshException.java");
  }

  @Test
  void theReferenceListsEveryCodeOfTheSourcesAndNoOther() {
    Path reference = Checkout.root().resolve("docs/reference/errors.md");
    assertThat(codes(Stream.of(reference)))
        .isEqualTo(codes(Checkout.find(".java").filter(ErrorCodesTest::isSource)));
  }
}
