package dev.tenon.inspect.field;

import java.math.BigInteger;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of the input, along one of its axes, that each place of a value sees.
 *
 * <p>Behind an enlargement neighbours see stretches of different lengths, which repeat: place
 * {@code q · period + r} sees from {@code low[r] + q · step} to {@code high[r] + q · step}. What
 * every place sees alike has the step 0.
 */
final class InputSpan {
  private static final int LONGEST_PERIOD = 1024;

  /** That of places which lie in order. */
  private static final long ORDERED = 0;

  private final long[] low;
  private final long[] high;
  private final long step;

  /** How long the input is along this axis; negative where that is open. */
  private final long input;

  private final boolean whole;

  /** How many places there were before they were joined with others; 0 for places in order. */
  private final long joined;

  private InputSpan(long[] low, long[] high, long step, long input, boolean whole, long joined) {
    this.low = low;
    this.high = high;
    this.step = step;
    this.input = input;
    this.whole = whole;
    this.joined = joined;
  }

  /** Returns that of the input itself. */
  static InputSpan ofInput(long length) {
    return new InputSpan(new long[] {0}, new long[] {0}, 1, length, false, ORDERED);
  }

  /** Returns that of what sees all places of the input. */
  InputSpan everything() {
    return new InputSpan(
        new long[] {0}, new long[] {Math.max(0, input - 1)}, 0, input, true, ORDERED);
  }

  boolean isWhole() {
    return whole;
  }

  /** Returns the number of places in the longest stretch; negative where it is open. */
  long size() {
    if (whole) {
      return input;
    }
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

  /** Returns that of a value which has one place of this one. */
  InputSpan only(long place) {
    if (whole || joined != ORDERED) {
      return everything();
    }
    return new InputSpan(
        new long[] {at(low, place)}, new long[] {at(high, place)}, 0, input, false, ORDERED);
  }

  /** Returns that of the same places in no order that can be followed. */
  InputSpan unordered(long length) {
    return whole || joined != ORDERED
        ? this
        : new InputSpan(low, high, step, input, false, length > 0 ? length : -1);
  }

  /** Returns that of the same places in order again, where there are as many as before. */
  @Nullable InputSpan ordered(long length) {
    if (whole) {
      return this;
    }
    return joined == length && joined > 0
        ? new InputSpan(low, high, step, input, false, ORDERED)
        : null;
  }

  boolean isOrdered() {
    return joined == ORDERED;
  }

  /** Returns that of the same places from the last to the first. */
  InputSpan reversed(long length) {
    if (whole || joined != ORDERED) {
      return this;
    }
    if (length < 1) {
      return everything();
    }
    long[] lows = new long[low.length];
    long[] highs = new long[low.length];
    for (int r = 0; r < lows.length; r++) {
      lows[r] = at(low, length - 1 - r);
      highs[r] = at(high, length - 1 - r);
    }
    return new InputSpan(lows, highs, -step, input, false, ORDERED);
  }

  /** Returns that of a value which is computed from two, place by place. */
  InputSpan with(InputSpan other) {
    if (whole || other.whole) {
      return whole ? everything() : other.everything();
    }
    long period = period(low.length, other.low.length);
    boolean together =
        joined == other.joined
            && period <= LONGEST_PERIOD
            && step * (period / low.length) == other.step * (period / other.low.length);
    if (!together) {
      return everything();
    }
    long[] lows = new long[(int) period];
    long[] highs = new long[(int) period];
    for (int y = 0; y < period; y++) {
      lows[y] = Math.min(at(low, y), other.at(other.low, y));
      highs[y] = Math.max(at(high, y), other.at(other.high, y));
    }
    return new InputSpan(lows, highs, step * (period / low.length), input, false, joined);
  }

  private static long period(long a, long b) {
    return a / gcd(a, b) * b;
  }

  private static long gcd(long a, long b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValue();
  }

  /** What a window sees that moves over a value with this sight. */
  InputSpan slide(long kernel, long stride, long dilation, long pad) {
    return windows(1, stride, kernel, y -> y * stride - pad, dilation);
  }

  /**
   * What windows see of which the first places move {@code places} on while the window moves {@code
   * apart} on.
   */
  private InputSpan windows(
      long moved, long places, long kernel, LongUnaryOperator first, long dilation) {
    long common = gcd(places, low.length);
    long period = moved * (low.length / common);
    if (whole || joined != ORDERED || period > LONGEST_PERIOD) {
      return everything();
    }
    long[] lows = new long[(int) period];
    long[] highs = new long[(int) period];
    for (int y = 0; y < period; y++) {
      long from = first.applyAsLong(y);
      lows[y] = at(low, from);
      highs[y] = at(high, from);
      for (long k = 1; k < kernel; k++) {
        lows[y] = Math.min(lows[y], at(low, from + k * dilation));
        highs[y] = Math.max(highs[y], at(high, from + k * dilation));
      }
    }
    return new InputSpan(lows, highs, places / common * step, input, false, ORDERED);
  }

  /**
   * What a transposed convolution sees: place y those x of which {@code y + pad - x·stride} is in
   * the kernel.
   */
  InputSpan spread(long kernel, long stride, long dilation, long pad) {
    long period = low.length * stride;
    if (whole || joined != ORDERED || period > LONGEST_PERIOD) {
      return everything();
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
    return new InputSpan(lows, highs, step, input, false, ORDERED);
  }

  /** What each place sees where every place of this value is repeated. */
  InputSpan repeat(long times) {
    return windows(times, 1, 1, y -> Math.floorDiv(y, times), 1);
  }

  /**
   * What a resampled value sees, whose places have the middles of equal parts of the length.
   *
   * @param from how long this value is
   * @param to how long the resampled one is
   * @param before how many places before the middle are mixed in, besides the one below it
   * @param taps how many places are mixed
   */
  InputSpan resample(long from, long to, long before, long taps) {
    if (from == to) {
      return this;
    }
    long common = gcd(from, to);
    // The middle of place y lies at ((2y + 1) · from - to) / (2 · to); a single tap is the nearest.
    long shift = taps == 1 ? 0 : to;
    return windows(
        to / common,
        from / common,
        taps,
        y -> Math.floorDiv((2 * y + 1) * from - shift, 2 * to) - before,
        1);
  }
}
