package io.cmesh.cmtp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatsTest {
  @Test
  void everyFiniteHalfComesBack() {
    for (int half = 0; half < 1 << 16; half++) {
      double value = Floats.fromHalf(half);
      if (Double.isFinite(value)) {
        assertThat(Floats.toHalf((float) value)).isEqualTo(half);
      } else {
        assertThat(half & 0x7C00).isEqualTo(0x7C00);
      }
    }
  }

  @Test
  void whatNoHalfHoldsIsNotExact() {
    for (float value : new float[] {65536f, 65505f, 0x1p-25f, 0x1.8p-24f, 0x1.002p0f, 1e-45f}) {
      assertThat(Floats.toHalf(value)).as("%s", value).isEqualTo(Floats.NOT_EXACT);
    }
  }
}
