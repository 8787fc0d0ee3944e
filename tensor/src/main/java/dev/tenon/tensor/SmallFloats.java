package dev.tenon.tensor;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tables of the 8-bit and 4-bit floating-point types: the value of each code, and the thresholds of
 * rounding.
 */
public final class SmallFloats {
  private static final int CODES = 256;
  private static final Map<DType, float[]> VALUES = new EnumMap<>(DType.class);
  private static final Map<String, Rounding> ROUNDINGS = new ConcurrentHashMap<>();

  static {
    float[] finite = values(4, 3, 7);
    finite[0x7f] = Float.NaN;
    finite[0xff] = Float.NaN;
    VALUES.put(DType.FLOAT8E4M3FN, finite);
    float[] wide = values(5, 2, 15);
    for (int code = 0x7c; code < 0x80; code++) {
      wide[code] = code == 0x7c ? Float.POSITIVE_INFINITY : Float.NaN;
      wide[code | 0x80] = -wide[code];
    }
    VALUES.put(DType.FLOAT8E5M2, wide);
    VALUES.put(DType.FLOAT8E4M3FNUZ, withoutNegativeZero(values(4, 3, 8)));
    VALUES.put(DType.FLOAT8E5M2FNUZ, withoutNegativeZero(values(5, 2, 16)));
    VALUES.put(DType.FLOAT4E2M1, values(2, 1, 1));
    float[] powers = new float[CODES];
    for (int code = 0; code < CODES - 1; code++) {
      powers[code] = (float) Math.scalb(1.0, code - 127);
    }
    powers[CODES - 1] = Float.NaN;
    VALUES.put(DType.FLOAT8E8M0, powers);
  }

  /** The code of negative zero is the only one of these types for what is no number. */
  private static float[] withoutNegativeZero(float[] values) {
    values[0x80] = Float.NaN;
    return values;
  }

  private SmallFloats() {}

  /**
   * The rounding of numbers to codes.
   *
   * @param thresholds the thresholds in ascending order; the number of them up to a magnitude is
   *     its index
   * @param codes the code of each index, first for positive, then for negative numbers
   * @param nan the code of NaN
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Rounding(float[] thresholds, byte[] codes, byte nan) {
    /** Returns the code of a number. */
    public byte code(float number) {
      if (Float.isNaN(number)) {
        return nan;
      }
      float magnitude = Math.abs(number);
      int low = 0;
      int high = thresholds.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (magnitude >= thresholds[middle]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      boolean negative = Float.floatToRawIntBits(number) < 0;
      return codes[negative ? low + thresholds.length + 1 : low];
    }
  }

  /** Returns the number of a code. */
  public static float value(DType type, byte code) {
    return table(type)[code & 0xff];
  }

  /** Returns the numbers of all 256 codes; of a type of 4 bits the first 16 count. */
  public static float[] values(DType type) {
    return table(type).clone();
  }

  /**
   * Returns the rounding of numbers to a type.
   *
   * @param saturate whether too large numbers become the largest number
   * @param mode {@code up}, {@code down} or {@code nearest}, of powers of two; all other types
   *     round to the nearest number, ties to the even code
   * @throws IllegalArgumentException for another mode of powers of two
   */
  public static Rounding rounding(DType type, boolean saturate, String mode) {
    boolean power = type == DType.FLOAT8E8M0;
    return ROUNDINGS.computeIfAbsent(
        type + "/" + saturate + (power ? "/" + mode : ""),
        key -> power ? powers(saturate, mode) : nearest(type, saturate));
  }

  private static float[] table(DType type) {
    float[] values = VALUES.get(type);
    if (values == null) {
      throw new IllegalArgumentException(type.numpyName() + " is no float of 8 or 4 bits");
    }
    return values;
  }

  private static float[] values(int exponentBits, int mantissaBits, int bias) {
    float[] values = new float[CODES];
    int half = 1 << (exponentBits + mantissaBits);
    for (int code = 0; code < half; code++) {
      int exponent = code >> mantissaBits;
      int mantissa = code & ((1 << mantissaBits) - 1);
      int whole = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits);
      values[code] =
          (float) Math.scalb((double) whole, Math.max(1, exponent) - bias - mantissaBits);
      values[code + half] = -values[code];
    }
    return values;
  }

  private static Rounding nearest(DType type, boolean saturate) {
    float[] values = table(type);
    int sign = type.bits() == 4 ? 8 : 0x80;
    int largest = sign - 1;
    while (!Float.isFinite(values[largest])) {
      largest--;
    }
    boolean overflows = !saturate && type.bits() == 8;
    float[] thresholds = new float[overflows ? largest + 1 : largest];
    for (int code = 1; code <= thresholds.length; code++) {
      float below = values[code - 1];
      float above = code > largest ? 2 * below - values[code - 2] : values[code];
      float middle = (below + above) / 2;
      thresholds[code - 1] = code % 2 == 0 ? middle : Math.nextUp(middle);
    }
    boolean oneZero = type.numpyName().endsWith("fnuz");
    byte[] codes = new byte[2 * (thresholds.length + 1)];
    for (int code = 0; code <= thresholds.length; code++) {
      codes[code] = (byte) code;
      boolean same = oneZero && (code == 0 || code > largest);
      codes[thresholds.length + 1 + code] = (byte) (same ? code : code | sign);
    }
    int nan = oneZero ? 0x80 : type.bits() == 4 ? 8 : type == DType.FLOAT8E5M2 ? 0x7e : 0x7f;
    return new Rounding(thresholds, codes, (byte) nan);
  }

  /** Powers of two have no sign and no zero: magnitudes count, and 0 is the smallest power. */
  private static Rounding powers(boolean saturate, String mode) {
    float[] values = table(DType.FLOAT8E8M0);
    int largest = CODES - 2;
    float[] thresholds = new float[largest + 1];
    for (int code = 1; code <= largest; code++) {
      thresholds[code - 1] =
          switch (mode) {
            case "up" -> code == 1 ? Float.MIN_VALUE : Math.nextUp(values[code - 1]);
            case "down" -> values[code];
            case "nearest" -> 1.5f * values[code - 1];
            default ->
                throw new IllegalArgumentException(
                    "round_mode '" + mode + "' is none of up, down and nearest");
          };
    }
    float beyond =
        switch (mode) {
          case "up" -> Math.nextUp(values[largest]);
          case "nearest" -> 1.5f * values[largest];
          default -> Float.POSITIVE_INFINITY;
        };
    thresholds[largest] = saturate ? Float.POSITIVE_INFINITY : beyond;
    byte[] codes = new byte[2 * (largest + 2)];
    for (int place = 0; place <= largest + 1; place++) {
      codes[place] = (byte) place;
      codes[largest + 2 + place] = (byte) place;
    }
    return new Rounding(thresholds, codes, (byte) 0xff);
  }
}
