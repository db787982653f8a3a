package io.cmesh.tck.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmesh.api.Bytes;
import io.cmesh.api.message.Status;
import io.cmesh.tck.Durable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class CutRules extends ConsensusRules {
  private static final int ENTRIES = 64;
  private static final Bytes LARGE = Bytes.wrap(new byte[1 << 20]);

  CutRules(ConsensusKit kit) {
    super(kit);
  }

  private List<Long> commitMany() {
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      positions.add(completed(propose(i, LARGE)));
    }
    return positions;
  }

  @Test
  @Durable
  @DisplayName("nothing after the position: the rest is delivered, also when opened again")
  void whatFollowsTheCutStays() {
    List<Long> positions = commitMany();
    long cut = positions.get(ENTRIES / 2);
    log.cut(cut);
    assertThat(log.firstPosition()).isLessThanOrEqualTo(cut + 1);

    reopen();

    Delivered delivered = start(cut).upTo(positions.get(ENTRIES - 1));
    assertThat(delivered.positions())
        .containsExactlyElementsOf(positions.subList(ENTRIES / 2 + 1, ENTRIES));
  }

  @Test
  @DisplayName("while entries are committed and delivered")
  void theLogGoesOnBesideACut() {
    Delivered delivered = start(0);
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      positions.add(completed(propose(i, LARGE)));
      log.cut(positions.get(i / 2));
    }
    assertThat(delivered.upTo(positions.get(ENTRIES - 1)).positions()).isEqualTo(positions);
  }

  @Test
  @DisplayName("a log beyond its end no further than to its end")
  void aCutBeyondTheEndIsHarmless() {
    long a = commit("a");
    log.cut(a + 1000);
    long b = commit("b");
    assertThat(b).isGreaterThan(a);
    assertThat(start(a).upTo(b).texts()).containsExactly("b");
  }

  @Test
  @DisplayName("what a start then asks for in vain: refused, nothing is skipped")
  void aStartBeforeTheCutIsRefused() {
    List<Long> positions = commitMany();
    log.cut(positions.get(ENTRIES - 1));
    long first = log.firstPosition();
    if (first > positions.get(0)) {
      assertRefused(() -> start(first - 2), Status.NOT_FOUND, Status.CONFLICT, Status.INTERNAL);
    } else {
      assertThat(start(0).upTo(positions.get(ENTRIES - 1)).positions()).isEqualTo(positions);
    }
  }
}
