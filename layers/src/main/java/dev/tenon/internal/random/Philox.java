package dev.tenon.internal.random;

/**
 * The counter-based random generator of TensorFlow's stateless operations on a CPU.
 *
 * <p>The same seed gives the numbers that Keras draws on TensorFlow.
 *
 * @see <a href="https://www.thesalmons.org/john/random123/papers/random123sc11.pdf">Salmon and
 *     others: Parallel random numbers, as easy as 1, 2, 3</a>
 */
public final class Philox {
  /** Keras takes seeds modulo this before it hands them to TensorFlow as int32. */
  private static final long SEEDS = Integer.MAX_VALUE - 1L;

  private static final int ROUNDS = 10;
  private static final int MULTIPLIER_A = 0xD2511F53;
  private static final int MULTIPLIER_B = 0xCD9E8D57;
  private static final int WEYL_A = 0x9E3779B9;
  private static final int WEYL_B = 0xBB67AE85;

  /** TensorFlow's constants to scramble a seed with. */
  private static final int[] SCRAMBLE = {0x3ec8f720, 0x02461e29};

  /** How many calls each group of four truncated normals may use. */
  private static final long RESERVED = 256;

  private static final float SMALLEST = 1.0e-7f;
  private static final float TRUNCATED_AT = 2;

  private final int keyA;
  private final int keyB;

  /** The upper half of the counter, which the seed fixes; the lower one counts calls. */
  private final int[] upper;

  /** Creates the generator of a seed of Keras: an integer, and a counter of 0. */
  public Philox(long seed) {
    this(seed, 0);
  }

  /** Creates the generator of a state of Keras' SeedGenerator. */
  public Philox(long seed, long counter) {
    int first = (int) Math.floorMod(seed, SEEDS);
    int second = (int) Math.floorMod(counter, SEEDS);
    int[] mixed = mix(new int[] {first, 0, second, 0}, SCRAMBLE[0], SCRAMBLE[1]);
    keyA = mixed[0];
    keyB = mixed[1];
    upper = new int[] {mixed[2], mixed[3]};
  }

  /** Returns four random words. */
  private int[] call(long number) {
    int[] counter = {(int) number, (int) (number >>> 32), upper[0], upper[1]};
    return mix(counter, keyA, keyB);
  }

  private static int[] mix(int[] counter, int firstKey, int secondKey) {
    int a = firstKey;
    int b = secondKey;
    int[] words = counter;
    for (int round = 0; round < ROUNDS; round++) {
      long first = (MULTIPLIER_A & 0xFFFFFFFFL) * (words[0] & 0xFFFFFFFFL);
      long second = (MULTIPLIER_B & 0xFFFFFFFFL) * (words[2] & 0xFFFFFFFFL);
      words =
          new int[] {
            (int) (second >>> 32) ^ words[1] ^ a,
            (int) second,
            (int) (first >>> 32) ^ words[3] ^ b,
            (int) first
          };
      a += WEYL_A;
      b += WEYL_B;
    }
    return words;
  }

  /** Returns a number from 0 to 1, without 1, of the lower 23 bits. */
  private static float unit(int word) {
    return Float.intBitsToFloat((127 << 23) | (word & 0x7FFFFF)) - 1;
  }

  /** Returns numbers evenly spread from {@code low} to {@code high}. */
  public float[] uniform(int size, float low, float high) {
    float[] values = new float[size];
    for (int i = 0; i < size; i += 4) {
      int[] words = call(i / 4);
      for (int j = 0; j < 4 && i + j < size; j++) {
        values[i + j] = unit(words[j]) * (high - low) + low;
      }
    }
    return values;
  }

  /** Returns float64 numbers from 0 to 1, without 1, of 52 bits. */
  public double[] doubles(int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i += 2) {
      int[] words = call(i / 2);
      for (int j = 0; j < 2 && i + j < size; j++) {
        long bits = ((words[2 * j] & 0xFFFFFL) << 32) | (words[2 * j + 1] & 0xFFFFFFFFL);
        values[i + j] = Double.longBitsToDouble((1023L << 52) | bits) - 1;
      }
    }
    return values;
  }

  /** Returns int32 numbers from {@code low} up to {@code high}, which is not among them. */
  public long[] integers(int size, int low, int high) {
    long range = (long) high - low;
    long[] values = new long[size];
    for (int i = 0; i < size; i += 4) {
      int[] words = call(i / 4);
      for (int j = 0; j < 4 && i + j < size; j++) {
        values[i + j] = low + (words[j] & 0xFFFFFFFFL) % range;
      }
    }
    return values;
  }

  /** Returns int64 numbers from {@code low} up to {@code high}, which is not among them. */
  public long[] longs(int size, long low, long high) {
    long[] values = new long[size];
    for (int i = 0; i < size; i += 2) {
      int[] words = call(i / 2);
      for (int j = 0; j < 2 && i + j < size; j++) {
        long bits = (words[2 * j] & 0xFFFFFFFFL) | ((long) words[2 * j + 1] << 32);
        values[i + j] = low + Long.remainderUnsigned(bits, high - low);
      }
    }
    return values;
  }

  /** Returns numbers of the normal distribution. */
  public float[] normal(int size, float mean, float deviation) {
    float[] values = new float[size];
    for (int i = 0; i < size; i += 4) {
      int[] words = call(i / 4);
      for (int j = 0; j < 4; j += 2) {
        float[] pair = pair(words[j], words[j + 1]);
        for (int k = 0; k < 2 && i + j + k < size; k++) {
          values[i + j + k] = pair[k] * deviation + mean;
        }
      }
    }
    return values;
  }

  /** Returns numbers of the normal distribution, those beyond two deviations drawn again. */
  public float[] truncatedNormal(int size, float mean, float deviation) {
    float[] values = new float[size];
    for (int group = 0; group * 4 < size; group++) {
      long number = group * RESERVED;
      int[] words = call(number);
      int used = 0;
      for (int found = 0; found < 4; ) {
        if (used == 4) {
          words = call(++number);
          used = 0;
        }
        float[] pair = pair(words[used], words[used + 1]);
        used += 2;
        for (int k = 0; k < 2 && found < 4; k++) {
          if (Math.abs(pair[k]) < TRUNCATED_AT) {
            int at = group * 4 + found++;
            if (at < size) {
              values[at] = pair[k] * deviation + mean;
            }
          }
        }
      }
    }
    return values;
  }

  /** Turns two words into two normal numbers, by Box and Muller's rule. */
  private static float[] pair(int first, int second) {
    double radius = Math.sqrt(-2 * Math.log(Math.max(unit(first), SMALLEST)));
    double angle = 2 * Math.PI * unit(second);
    return new float[] {(float) (Math.sin(angle) * radius), (float) (Math.cos(angle) * radius)};
  }
}
