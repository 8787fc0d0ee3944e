package dev.tenon.inspect;

import java.math.BigInteger;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of the input, along one axis, that each place of a value sees.
 *
 * <p>Behind an enlargement neighbours see stretches of different lengths, which repeat: place
 * {@code q · period + r} sees from {@code low[r] + q · step} to {@code high[r] + q · step}.
 */
final class Sight {
  /** That of the input itself. */
  static final Sight INPUT = new Sight(new long[] {0}, new long[] {0}, 1);

  private static final int LONGEST_PERIOD = 1024;

  private final long[] low;
  private final long[] high;
  private final long step;

  private Sight(long[] low, long[] high, long step) {
    this.low = low;
    this.high = high;
    this.step = step;
  }

  /** Returns the number of places in the longest stretch. */
  long size() {
    long most = 0;
    for (int r = 0; r < low.length; r++) {
      most = Math.max(most, high[r] - low[r] + 1);
    }
    return most;
  }

  private long at(long[] ends, long place) {
    int period = ends.length;
    return ends[(int) Math.floorMod(place, (long) period)]
        + Math.floorDiv(place, (long) period) * step;
  }

  /** What a window sees that moves over a value with this sight. */
  @Nullable Sight slide(long kernel, long stride, long dilation, long pad) {
    int common = BigInteger.valueOf(stride).gcd(BigInteger.valueOf(low.length)).intValue();
    long period = low.length / common;
    return windows(period, stride / common * step, kernel, y -> y * stride - pad, dilation);
  }

  private @Nullable Sight windows(
      long period, long newStep, long kernel, LongUnaryOperator first, long apart) {
    if (period > LONGEST_PERIOD) {
      return null;
    }
    long[] lows = new long[(int) period];
    long[] highs = new long[(int) period];
    for (int y = 0; y < period; y++) {
      long from = first.applyAsLong(y);
      lows[y] = at(low, from);
      highs[y] = at(high, from);
      for (long k = 1; k < kernel; k++) {
        lows[y] = Math.min(lows[y], at(low, from + k * apart));
        highs[y] = Math.max(highs[y], at(high, from + k * apart));
      }
    }
    return new Sight(lows, highs, newStep);
  }

  /**
   * What a transposed convolution sees: place y those x of which {@code y + pad - x·stride} is in
   * the kernel.
   */
  @Nullable Sight spread(long kernel, long stride, long dilation, long pad) {
    long period = low.length * stride;
    if (period > LONGEST_PERIOD) {
      return null;
    }
    long[] lows = new long[(int) period];
    long[] highs = new long[(int) period];
    for (int y = 0; y < period; y++) {
      // Between the places of a small kernel there is nothing to see: the place before stands for
      // it.
      lows[y] = at(low, Math.floorDiv(y + pad, stride));
      highs[y] = at(high, Math.floorDiv(y + pad, stride));
      boolean seen = false;
      for (long k = 0; k < kernel; k++) {
        long reached = y + pad - k * dilation;
        if (Math.floorMod(reached, stride) == 0) {
          long x = Math.floorDiv(reached, stride);
          lows[y] = seen ? Math.min(lows[y], at(low, x)) : at(low, x);
          highs[y] = seen ? Math.max(highs[y], at(high, x)) : at(high, x);
          seen = true;
        }
      }
    }
    return new Sight(lows, highs, step);
  }

  /**
   * What an enlarged value sees.
   *
   * @param factor how many times as long
   * @param before how many places before the nearest are mixed in
   * @param taps how many places are mixed
   */
  @Nullable Sight enlarge(long factor, long before, long taps) {
    if (factor == 1) {
      return this;
    }
    // Places between two of the source: with two taps the first is the one below the middle.
    long shift = taps == 1 ? 0 : factor / 2;
    return windows(
        low.length * factor, step, taps, y -> Math.floorDiv(y - shift, factor) - before, 1);
  }
}
