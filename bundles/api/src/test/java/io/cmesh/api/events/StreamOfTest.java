package io.cmesh.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import io.cmesh.api.message.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamOfTest {
  private static final List<StreamSpec> SPECS =
      List.of(
          new StreamSpec("demo", List.of("demo.>", "more.a"), 1 << 20),
          new StreamSpec("late", List.of("demo.a", "late.*", "more.b"), 1 << 20));

  @ParameterizedTest
  @CsvSource({
    "demo.a, demo", // both hold it: the first wins
    "demo.*, demo", // the first has all of it
    "late.x, late",
    "late.*, late",
    "late.>, late", // more than it has, but no other has any
    "*.x.y, demo"
  })
  void aFilterLiesWithinOneStream(String filter, String stream) {
    assertThat(Subjects.streamOf(SPECS, filter).name()).isEqualTo(stream);
  }

  @ParameterizedTest
  @ValueSource(strings = {">", "more.*", "*.a", "*.x"})
  void aFilterThatReachesIntoTwoStreamsIsA400(String filter) {
    assertThatThrownBy(() -> Subjects.streamOf(SPECS, filter))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("status", Status.BAD_REQUEST)
        .hasFieldOrPropertyWithValue("code", "CMESH-EVT-008")
        .hasMessageContainingAll(filter, "demo", "late");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody.a", "demo", "late.a.b", "nobody.>"})
  void aFilterThatNoStreamHasAnyOfIsA404(String filter) {
    assertThatThrownBy(() -> Subjects.streamOf(SPECS, filter))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("status", Status.NOT_FOUND)
        .hasFieldOrPropertyWithValue("code", "CMESH-EVT-005");
  }

  @Test
  void aMalformedFilterIsA400() {
    assertThatThrownBy(() -> Subjects.streamOf(SPECS, "demo..a"))
        .isInstanceOf(MeshException.class)
        .hasFieldOrPropertyWithValue("code", "CMESH-EVT-001");
  }

  @Test
  void aStreamHoldsWhatOneOfItsFiltersMatches() {
    assertThat(SPECS.get(1).holds("late.x")).isTrue();
    assertThat(SPECS.get(1).holds("more.b")).isTrue();
    assertThat(SPECS.get(1).holds("more.a")).isFalse();
  }
}
