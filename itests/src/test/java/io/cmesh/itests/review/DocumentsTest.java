package io.cmesh.itests.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.itests.node.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
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
  void theReferenceKnowsEveryKeyOfTheConfiguration() throws Exception {
    String reference = Checkout.read(Checkout.root().resolve("docs/reference/configuration.md"));
    TreeSet<String> missing = new TreeSet<>();
    for (Path file : Checkout.find(".cfg").filter(DocumentsTest::isDefault).toList()) {
      for (String key : keys(file)) {
        if (!reference.contains("`" + key + "`")) {
          missing.add(file.getFileName() + ": " + key);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean isDefault(Path file) {
    return file.getFileName().toString().startsWith("io.cmesh.")
        && !file.toString().contains("/src/test/");
  }

  private static Iterable<String> keys(Path file) throws Exception {
    Properties properties = new Properties();
    properties.load(new java.io.StringReader(Checkout.read(file)));
    return new TreeSet<>(properties.stringPropertyNames());
  }

  @Test
  void noPageNamesAPlaceOfOneMachine() {
    Stream<Path> pages = Checkout.find(".md");
    assertThat(pages)
        .allSatisfy(page -> assertThat(Checkout.read(page)).doesNotContain("/home/", "/root/"));
  }
}
