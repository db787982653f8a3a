package io.cmesh.cmtp.internal;

/** Half-precision floats (IEEE 754 binary16), which JDK 17 cannot convert. */
final class Floats {
  /** There is no half with this value. */
  static final int NOT_EXACT = -1;

  private Floats() {}

  /** The 16 bits that hold exactly the finite {@code value}, or {@link #NOT_EXACT}. */
  static int toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int exponent = ((bits >>> 23) & 0xFF) - 127;
    int fraction = bits & 0x7FFFFF;
    if (exponent == -127) {
      return fraction == 0 ? sign : NOT_EXACT;
    }
    if (exponent >= -14 && exponent <= 15) {
      boolean exact = (fraction & 0x1FFF) == 0;
      return exact ? sign | ((exponent + 15) << 10) | (fraction >> 13) : NOT_EXACT;
    }
    if (exponent >= -24 && exponent < -14) {
      int significand = fraction | 0x800000;
      int shift = -exponent - 1;
      boolean exact = (significand & ((1 << shift) - 1)) == 0;
      return exact ? sign | (significand >> shift) : NOT_EXACT;
    }
    return NOT_EXACT;
  }

  /** The value of 16 bits. */
  static double fromHalf(int half) {
    int exponent = (half >>> 10) & 0x1F;
    int fraction = half & 0x3FF;
    double value;
    if (exponent == 0) {
      value = fraction * 0x1p-24;
    } else if (exponent == 0x1F) {
      value = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      value = Math.scalb(1024.0 + fraction, exponent - 25);
    }
    return (half & 0x8000) == 0 ? value : -value;
  }
}
