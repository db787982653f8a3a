package io.cmesh.kernel.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmesh.api.Bytes;
import io.cmesh.api.state.Scan;
import io.cmesh.api.state.StateEntry;
import java.time.Clock;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedTest {
  private final AtomicLong moved = new AtomicLong();

  private static Scan entries(int count) {
    StateEntry entry =
        new StateEntry("values", Bytes.utf8("k"), Bytes.wrap(new byte[999]), 1); // 1,000 bytes
    Iterator<StateEntry> all = List.copyOf(Collections.nCopies(count, entry)).iterator();
    return new Scan() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public StateEntry next() {
        return all.next();
      }

      @Override
      public void close() {}
    };
  }

  private Paced paced(int count, long bytesPerSecond) {
    return new Paced(entries(count), Clock.systemUTC(), bytesPerSecond, moved);
  }

  private static void drain(Paced paced) {
    while (paced.hasNext()) {
      paced.next();
    }
  }

  @Test
  void everyEntryComesAndIsCounted() {
    drain(paced(7, 0));
    assertThat(moved).hasValue(7);
  }

  @Test
  void entriesComeNoFasterThanTold() {
    Clock clock = Clock.systemUTC();
    long began = clock.millis();
    drain(paced(20, 100_000)); // 20,000 bytes
    assertThat(clock.millis() - began).isGreaterThanOrEqualTo(150);
    assertThat(moved).hasValue(20);
  }

  @Test
  void aPaceThatIsNeverReachedHoldsNothingUp() {
    drain(paced(20, Long.MAX_VALUE / 1_000));
    assertThat(moved).hasValue(20);
  }

  @Test
  void oneThatIsGivenUpReadsNoMore() {
    Paced paced = paced(7, 0);
    paced.next();
    paced.abandon();
    assertThatThrownBy(paced::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("given up");
  }
}
