package dev.tenon.samples;

import dev.tenon.tensor.Tensor;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Made-up data of the shape of real data, for samples that run where the real ones cannot be had.
 *
 * <p>They can be learned, so that a sample shows something; what a network reaches on them says
 * nothing of what it reaches on real data.
 */
final class StandIns {
  private static final int SIZE = 32;
  private static final int CHANNELS = 3;

  private StandIns() {}

  /** Samples and what they are. */
  record Labelled(Tensor x, Tensor y) {}

  /**
   * Returns images as CIFAR-10 has them, (count, 32, 32, 3) from 0 to 255, and classes from 0 to 9,
   * (count, 1): stripes of a direction, width and colour of their class, shifted, under noise.
   */
  static Labelled images(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[count * SIZE * SIZE * CHANNELS];
    int[] classes = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(10);
      classes[i] = kind;
      double angle = Math.PI * kind / 10;
      double frequency = 0.35 + 0.1 * (kind % 3);
      double phase = 2 * Math.PI * random.nextDouble();
      for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
          double along = row * Math.sin(angle) + column * Math.cos(angle);
          double wave = Math.sin(frequency * along + phase);
          for (int channel = 0; channel < CHANNELS; channel++) {
            double colour = channel == kind % CHANNELS ? 70 : 40;
            double noise = 120 * (random.nextDouble() - 0.5);
            pixels[at++] = (float) Math.max(0, Math.min(255, 128 + colour * wave + noise));
          }
        }
      }
    }
    return new Labelled(
        Tensor.of(pixels, count, SIZE, SIZE, CHANNELS), Tensor.of(classes, count, 1));
  }

  /**
   * Returns texts as IMDB has them: numbers of words, (count, length), 0 where a text has not begun
   * yet, and 1 for praise, (count).
   *
   * <p>A few words praise and a few condemn, the most of them say nothing; what there is more of
   * decides.
   */
  static Labelled texts(int count, int words, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] tokens = new int[count * length];
    int[] classes = new int[count];
    int telling = words / 10;
    for (int i = 0; i < count; i++) {
      boolean praise = random.nextBoolean();
      classes[i] = praise ? 1 : 0;
      int from = random.nextInt(length / 2);
      for (int step = from; step < length; step++) {
        double kind = random.nextDouble();
        int word;
        if (kind < 0.12) {
          word = 4 + random.nextInt(telling) + (praise ? 0 : telling);
        } else if (kind < 0.16) {
          word = 4 + random.nextInt(telling) + (praise ? telling : 0);
        } else {
          word = 4 + 2 * telling + random.nextInt(words - 4 - 2 * telling);
        }
        tokens[i * length + step] = word;
      }
    }
    return new Labelled(Tensor.of(tokens, count, length), Tensor.of(classes, count));
  }

  /** Returns rows of standard normal numbers. */
  static Tensor normal(int count, int size, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[count * size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Tensor.of(numbers, count, size);
  }
}
