package io.cmesh.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Health;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.router.Route;
import io.cmesh.api.router.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ReportTest {
  private static final String PLACE = "cmesh.tck.reports";

  @TempDir Path reports;

  @AfterEach
  void forget() {
    System.clearProperty(PLACE);
  }

  @Test
  void whatIsMetIsReachedAndWhatIsNotClaimedIsNotApplicable() throws IOException {
    run(Modest.class);

    assertThat(json())
        .contains("\"provider\": \"sample\"", "\"version\": \"1.2.3\"")
        .contains("\"reached\": [\"basic\", \"hand-over\"]")
        .contains(sentence("says \\\"yes\\\"", "basic", "met", ""))
        .contains(
            sentence(
                "keeps what it has",
                "durable",
                "not applicable",
                "sample does not claim the level durable"))
        .contains(sentence("keeps a secret", "durable", "not applicable", "sample does not claim"));
    assertThat(markdown()).contains("| durable: ", "| not claimed |", "| says \"yes\" | met |");
  }

  @Test
  void aClaimThatIsNotKeptIsNotReached() throws IOException {
    run(Boastful.class);

    assertThat(json())
        .contains("\"reached\": [\"basic\", \"hand-over\"]")
        .contains(sentence("keeps what it has", "durable", "not met", "it is gone"));
    assertThat(markdown()).contains("| claimed, not reached |", "| not met: it is gone |");
  }

  @Test
  void whatWasNotRunReachesNothing() throws IOException {
    run(Modest.class, TagFilter.includeTags("durable"));

    assertThat(json())
        .contains("\"reached\": []")
        .contains(sentence("says \\\"yes\\\"", "basic", "not run", "it was not run"));
  }

  @Test
  void whatNoSentenceTestsIsNotReached() {
    Report report =
        new Report(
            new SampleFactory(true).descriptor(),
            Map.of(new Sentence("a", "is so", Set.of(Level.BASIC)), Outcome.MET));

    assertThat(report.reached()).containsExactly(Level.BASIC);
    assertThat(report.standing(Level.DURABLE))
        .isEqualTo("claimed, but no sentence of this kit tests it");
  }

  @Test
  void anAssumptionThatDoesNotHoldIsNotApplicable() throws IOException {
    run(Modest.class);

    assertThat(json())
        .contains(sentence("is asked much", "basic", "not applicable", "nobody asks"));
  }

  @Test
  void aProvidersOwnTestsAreNoSentences() {
    assertThat(Sentence.isOfAKit(SampleKit.class)).isTrue();
    assertThat(Sentence.isOfAKit(String.class)).isFalse();
  }

  private String json() throws IOException {
    return Files.readString(reports.resolve("router-sample.json"));
  }

  private String markdown() throws IOException {
    return Files.readString(reports.resolve("router-sample.md"));
  }

  private static String sentence(String text, String level, String outcome, String reason) {
    return "{\"sentence\": \"%s\", \"levels\": [\"%s\"], \"outcome\": \"%s\", \"reason\": \"%s"
        .formatted(text, level, outcome, reason);
  }

  private void run(Class<?> kit, PostDiscoveryFilter... filters) {
    System.setProperty(PLACE, reports.toString());
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(kit))
                .filters(filters)
                .build());
  }

  /** A kit with one sentence of each kind. */
  abstract static class SampleKit extends ProviderKit<Router> {
    SampleKit() {
      super(Role.ROUTER);
    }

    @Test
    @DisplayName("says \"yes\"")
    void yes() {}

    @Test
    @DisplayName("is asked much")
    void asked() {
      assumeTrue(false, "nobody asks");
    }

    @Test
    @Durable
    @DisplayName("keeps what it has")
    void keeps() {
      fail("it is gone");
    }

    @Nested
    @Durable
    @DisplayName("keeps")
    class Keeps {
      @Test
      @DisplayName("a secret")
      void secret() {}
    }
  }

  /** Run by the tests above alone. */
  static class Modest extends SampleKit {
    @Override
    protected ProviderFactory<Router> factory() {
      return new SampleFactory(false);
    }
  }

  /** Run by the tests above alone. */
  static class Boastful extends SampleKit {
    @Override
    protected ProviderFactory<Router> factory() {
      return new SampleFactory(true);
    }
  }

  private record SampleFactory(boolean durable) implements ProviderFactory<Router> {
    @Override
    public Descriptor descriptor() {
      return new Descriptor(
          Role.ROUTER, "sample", "1.2.3", durable, false, HandOver.STATELESS, Set.of(), List.of());
    }

    @Override
    public Instance<Router> open(Opening opening) {
      return new SampleInstance((asked, names) -> new Route(asked, asked, List.of()));
    }
  }

  private record SampleInstance(Router service) implements Instance<Router> {
    @Override
    public Health health() {
      return Health.OK;
    }

    @Override
    public void close() {}
  }
}
