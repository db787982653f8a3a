package io.cmesh.itests.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.itests.node.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents point at what is there, and know every key of the configuration. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @Test
  void everyLinkLeadsToAFile() {
    List<String> dead = new ArrayList<>();
    Checkout.find(".md")
        .forEach(
            page -> {
              Matcher matcher = LINK.matcher(Checkout.read(page));
              while (matcher.find()) {
                if (!Files.exists(page.resolveSibling(matcher.group(1)))) {
                  dead.add(Checkout.root().relativize(page) + " -> " + matcher.group(1));
                }
              }
            });
    assertThat(dead).isEmpty();
  }

  @Test
  void theReferenceOfTheConfigurationIsMadeFromItsFiles() throws IOException {
    Path reference = Checkout.root().resolve("docs/reference/configuration.md");
    String page = ConfigurationReference.page();
    if (System.getProperty("docs.record") != null) {
      Files.writeString(reference, page);
    }
    assertThat(Checkout.read(reference)).isEqualTo(page);
  }

  @Test
  void noPageNamesAPlaceOfOneMachine() {
    Stream<Path> pages = Checkout.find(".md");
    assertThat(pages)
        .allSatisfy(page -> assertThat(Checkout.read(page)).doesNotContain("/home/", "/root/"));
  }
}
