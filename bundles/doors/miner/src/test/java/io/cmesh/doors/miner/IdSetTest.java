package io.cmesh.doors.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.error.MeshException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdSetTest {
  @Test
  void anIdIsNewOnce() {
    IdSet ids = new IdSet(1 << 24);
    Random random = new Random(3);
    Set<Long> expected = new HashSet<>();
    for (int i = 0; i < 300_000; i++) {
      long id =
          switch (i % 3) {
            case 0 -> i;
            case 1 -> random.nextInt(200_000);
            default -> (random.nextLong() >>> 1) & ~0xFFF0000L;
          };
      if (expected.size() < 220_000) {
        assertThat(ids.add(id)).isEqualTo(expected.add(id));
      }
    }
    expected.forEach(id -> assertThat(ids.add(id)).isFalse());
  }

  @Test
  void idsThatCountUpTakeAboutOneBitEach() {
    IdSet ids = new IdSet(2 << 20);

    for (long id = 0; id < 10_000_000; id++) {
      ids.add(id);
    }

    assertThat(ids.add(9_999_999)).isFalse();
    assertThat(ids.add(Long.MAX_VALUE)).isTrue();
  }

  @Test
  void scatteredIdsEndInAClearErrorRatherThanInALackOfMemory() {
    IdSet ids = new IdSet(1 << 20);

    assertThatThrownBy(
            () -> {
              for (long id = 0; ; id += 1 << 20) {
                ids.add(id);
              }
            })
        .isInstanceOf(MeshException.class)
        .hasMessageContaining("1048576 bytes");
  }
}
