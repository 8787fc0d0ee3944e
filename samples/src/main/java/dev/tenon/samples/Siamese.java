package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** One network applied to two digits: are they the same digit? */
public final class Siamese {
  private Siamese() {}

  /** Trains the shared network by pairs. */
  public static void main(String[] args) throws Exception {
    MnistDigits digits = MnistDigits.shipped(Quick.or(512, 5_000));
    Model network =
        sequential(
            "network",
            List.of(
                flatten().inputShape(28, 28),
                dense(128).activation("relu"),
                dense(64).activation("relu")));
    KerasTensor left = input("left", 28, 28);
    KerasTensor right = input("right", 28, 28);
    KerasTensor difference = subtract(left.then(network), right.then(network));
    KerasTensor same =
        multiply(difference, difference).then(dense(1).activation("sigmoid").name("same"));
    try (network;
        Model model = Model.of(List.of(left, right), List.of(same))) {
      System.out.println(model.summary());
      model.compile("adam", "binary_crossentropy", "accuracy");
      Dataset train = Dataset.of(pairs(digits.train(), Quick.or(512, 20_000), 1)).batch(128);
      Dataset test = Dataset.of(pairs(digits.test(), 2_000, 2)).batch(128);
      model.fit(train, fit().epochs(Quick.or(1, 8)).validationData(test));
      System.out.println("pairs of digits that it has not seen: " + model.evaluate(test));
    }
  }

  /** Draws pairs, as many of the same digit as of two. */
  private static Batch pairs(StandIns.Labelled digits, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = Math.toIntExact(digits.x().dim(0));
    int pixels = digits.x().size() / size;
    float[] all = digits.x().toFloatArray();
    float[] left = new float[count * pixels];
    float[] right = new float[count * pixels];
    float[] same = new float[count];
    for (int i = 0; i < count; i++) {
      boolean wanted = i % 2 == 0;
      int a = random.nextInt(size);
      int b = random.nextInt(size);
      while ((digits.y().getLong(a) == digits.y().getLong(b)) != wanted) {
        b = random.nextInt(size);
      }
      System.arraycopy(all, a * pixels, left, i * pixels, pixels);
      System.arraycopy(all, b * pixels, right, i * pixels, pixels);
      same[i] = wanted ? 1 : 0;
    }
    return Batch.of(
        List.of(Tensor.of(left, count, 28, 28), Tensor.of(right, count, 28, 28)),
        List.of(Tensor.of(same, count, 1)));
  }
}
