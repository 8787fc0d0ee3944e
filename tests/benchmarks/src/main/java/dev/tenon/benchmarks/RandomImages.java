package dev.tenon.benchmarks;

import dev.tenon.tensor.Tensor;
import java.util.Random;

/** Images to measure with. */
final class RandomImages {
  private static final long SEED = 7;

  private RandomImages() {}

  /** Returns random grey levels from 0 to 255, the same for the same shape. */
  static Tensor of(long... shape) {
    int size = 1;
    for (long length : shape) {
      size = Math.multiplyExact(size, Math.toIntExact(length));
    }
    Random random = new Random(SEED);
    float[] pixels = new float[size];
    for (int i = 0; i < size; i++) {
      pixels[i] = random.nextFloat() * 255;
    }
    return Tensor.of(pixels, shape);
  }
}
