package io.cmesh.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
  @ParameterizedTest
  @CsvSource({
    "a.>, a.b, true, true",
    "a.>, a.*.c, true, true",
    "a.>, a.>, true, true",
    "a.>, a, false, false",
    "a.>, >, false, true",
    "a.*, a.>, false, true",
    "a.*, a.*, true, true",
    "a.*, a.b.c, false, false",
    "a.b, a.*, false, true",
    "a.b, a.b, true, true",
    "*.b, a.*, false, true",
    "a.b, b.*, false, false",
    "a.b.c, a.b, false, false",
    "a.*.c, a.b.*, false, true"
  })
  void aFilterCoversOrOverlapsAnother(
      String outer, String inner, boolean covers, boolean overlaps) {
    assertThat(Filters.covers(outer, inner)).isEqualTo(covers);
    assertThat(Filters.overlap(outer, inner)).isEqualTo(overlaps);
    assertThat(Filters.overlap(inner, outer)).isEqualTo(overlaps);
  }
}
