package dev.tenon.random;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * NumPy's {@code RandomState}: the Mersenne Twister MT19937 with NumPy's legacy distributions.
 *
 * <p>The same seed gives the same numbers as {@code numpy.random.RandomState(seed)}, bit for bit,
 * in the same order of calls. scikit-learn ({@code random_state=7}) and Keras' data sets ({@code
 * seed=113}) use it. NumPy guarantees its stability. It is neither thread-safe nor secure.
 *
 * @see <a
 *     href="https://numpy.org/doc/stable/reference/random/legacy.html">numpy.random.RandomState</a>
 */
public final class NumpyRandom {
  private static final int STATE = 624;
  private static final int SHIFT = 397;
  private static final int TWIST = 0x9908b0df;
  private static final long LARGEST_SEED = 0xffffffffL;

  private final int[] state = new int[STATE];
  private int position = STATE;
  private double spareNormal;
  private boolean hasSpareNormal;

  /**
   * Creates a generator with a seed.
   *
   * @param seed from 0 to 2³² − 1
   */
  public NumpyRandom(long seed) {
    if (seed < 0 || seed > LARGEST_SEED) {
      throw new IllegalArgumentException(
          "seed: expected a number from 0 to 2^32 - 1, as NumPy does, received " + seed);
    }
    fill((int) seed);
  }

  /** Creates a generator with a seed of several 32-bit numbers, as {@code RandomState([a, b])}. */
  public NumpyRandom(int[] key) {
    fill(19650218);
    int i = 1;
    int j = 0;
    for (int k = Math.max(STATE, key.length); k > 0; k--) {
      state[i] = (state[i] ^ mixed(i) * 1664525) + key[j] + j;
      i = next(i);
      j = (j + 1) % key.length;
    }
    for (int k = STATE - 1; k > 0; k--) {
      state[i] = (state[i] ^ mixed(i) * 1566083941) - i;
      i = next(i);
    }
    state[0] = 0x80000000;
  }

  private int mixed(int i) {
    return state[i - 1] ^ (state[i - 1] >>> 30);
  }

  private int next(int i) {
    if (i + 1 < STATE) {
      return i + 1;
    }
    state[0] = state[STATE - 1];
    return 1;
  }

  private void fill(int seed) {
    int value = seed;
    for (int i = 0; i < STATE; i++) {
      state[i] = value;
      value = 1812433253 * (value ^ (value >>> 30)) + i + 1;
    }
  }

  /** Returns the next 32 random bits. */
  public int nextBits() {
    if (position == STATE) {
      twist();
    }
    int bits = state[position++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return bits ^ (bits >>> 18);
  }

  private void twist() {
    for (int i = 0; i < STATE; i++) {
      int mixed = (state[i] & 0x80000000) | (state[(i + 1) % STATE] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % STATE] ^ (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : TWIST);
    }
    position = 0;
  }

  /** Returns a number from 0 (inclusive) to 1 (exclusive) with 53 random bits. */
  public double randomSample() {
    double high = nextBits() >>> 5;
    double low = nextBits() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /** Returns numbers from 0 (inclusive) to 1 (exclusive). */
  public double[] randomSample(int size) {
    double[] samples = new double[size];
    for (int i = 0; i < size; i++) {
      samples[i] = randomSample();
    }
    return samples;
  }

  /** Returns a number from {@code low} (inclusive) to {@code high}. */
  public double uniform(double low, double high) {
    return low + (high - low) * randomSample();
  }

  /** Returns a number of the normal distribution with mean 0 and deviation 1. */
  public double standardNormal() {
    if (hasSpareNormal) {
      hasSpareNormal = false;
      return spareNormal;
    }
    // Marsaglia's polar method gives two numbers at a time; NumPy keeps the first for later.
    double x;
    double y;
    double square;
    do {
      x = 2.0 * randomSample() - 1.0;
      y = 2.0 * randomSample() - 1.0;
      square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    double scale = Math.sqrt(-2.0 * Math.log(square) / square);
    spareNormal = scale * x;
    hasSpareNormal = true;
    return scale * y;
  }

  /**
   * Returns a whole number from {@code low} (inclusive) to {@code high} (exclusive), as {@code
   * randint(low, high)}.
   */
  public long randint(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          "randint(low, high): low is " + low + ", high is " + high + "; expected low < high");
    }
    // The difference of two longs may overflow; it is right as an unsigned number.
    return low + upTo(high - low - 1);
  }

  /** Returns whole numbers from {@code low} (inclusive) to {@code high} (exclusive). */
  public long[] randint(long low, long high, int size) {
    long[] numbers = new long[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = randint(low, high);
    }
    return numbers;
  }

  /** Returns a whole number from 0 to {@code most}, both included, unsigned. */
  private long upTo(long most) {
    if (most == 0) {
      return 0;
    }
    long mask = -1L >>> Long.numberOfLeadingZeros(most);
    boolean wide = Long.compareUnsigned(most, LARGEST_SEED) > 0;
    while (true) {
      long bits = nextBits() & LARGEST_SEED;
      if (wide) {
        bits = bits << 32 | (nextBits() & LARGEST_SEED);
      }
      if (Long.compareUnsigned(bits & mask, most) <= 0) {
        return bits & mask;
      }
    }
  }

  /** Shuffles in place, as {@code shuffle} does with an array of one axis. */
  public void shuffle(int[] array) {
    for (int i = array.length - 1; i > 0; i--) {
      int j = (int) upTo(i);
      int kept = array[i];
      array[i] = array[j];
      array[j] = kept;
    }
  }

  /** Shuffles in place. */
  public void shuffle(List<?> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, (int) upTo(i));
    }
  }

  /** Returns the numbers from 0 (inclusive) to {@code count} (exclusive) in a random order. */
  public int[] permutation(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    shuffle(order);
    return order;
  }

  /** Returns the elements in a random order; the array does not change. */
  public int[] permutation(int[] array) {
    int[] copy = array.clone();
    shuffle(copy);
    return copy;
  }

  /**
   * Returns positions from 0 (inclusive) to {@code population} (exclusive), as {@code
   * choice(population, size, replace)}.
   *
   * @param replace whether one position may occur several times
   */
  public int[] choice(int population, int size, boolean replace) {
    if (replace) {
      int[] chosen = new int[size];
      for (int i = 0; i < size; i++) {
        chosen[i] = (int) randint(0, population);
      }
      return chosen;
    }
    if (size > population) {
      throw new IllegalArgumentException(
          "choice: "
              + size
              + " of "
              + population
              + " without taking one twice; expected at most "
              + population);
    }
    return Arrays.copyOf(permutation(population), size);
  }
}
