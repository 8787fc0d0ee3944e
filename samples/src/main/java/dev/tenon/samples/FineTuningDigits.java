package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Dataset;
import dev.tenon.data.Rows;
import dev.tenon.data.sets.Digits;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.ConfusionMatrix;
import dev.tenon.zoo.FeatureExtraction;
import dev.tenon.zoo.FineTuning;
import dev.tenon.zoo.FineTuningOptions;
import dev.tenon.zoo.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network that Keras trained on the digits 0 to 4 learns 5 to 9 from a hundred images, against
 * the same network from scratch that is given the same time.
 *
 * <p>A small stand-in for networks that were trained on ImageNet, whose weights must be downloaded;
 * after Keras' example mnist_transfer_cnn.
 */
public final class FineTuningDigits {
  private static final int KNOWN = 5;
  private static final int CLASSES = 5;
  private static final List<String> LABELS = List.of("5", "6", "7", "8", "9");
  private static final long SEED = 1;

  private FineTuningDigits() {}

  /**
   * Shares of the test digits that are named right.
   *
   * @param frozen by the frozen network with a new head
   * @param scratch by the same network from scratch, after the same time
   * @param scratchLater by the same, after five times the time
   * @param seconds how long that time was
   */
  public record Result(double frozen, double scratch, double scratchLater, double seconds) {}

  /** Trains both and prints how many of the test digits they read. */
  public static void main(String[] args) throws Exception {
    ArrayDataset train = unknown(false, 100);
    ArrayDataset test = unknown(true, Integer.MAX_VALUE);
    System.out.printf(
        "network: samples/models/digits_0_to_4.keras, trained by Keras on 2,572 of MNIST's 0 to 4%n"
            + "new classes: MNIST's 5 to 9, %d digits to learn from, %d others to test on%n",
        train.size(), test.size());
    Result result = compare(train, test, Quick.or(20, 60));
    System.out.printf(
        "frozen network, new head: %.1f %% right after %.2f s%n"
            + "same network from scratch: %.1f %% right after the same time,%n"
            + "                           %.1f %% after five times as long%n",
        100 * result.frozen(),
        result.seconds(),
        100 * result.scratch(),
        100 * result.scratchLater());
  }

  /**
   * Returns how well both do.
   *
   * @param epochs of the head of the frozen network
   */
  static Result compare(ArrayDataset train, ArrayDataset test, int epochs) throws IOException {
    FineTuningOptions options =
        FineTuningOptions.DEFAULTS
            .epochs(epochs)
            .fineTuneEpochs(0)
            .rate(3e-2)
            // The head is small: all images fit into a step.
            .batchSize(train.size())
            .seed(SEED)
            .verbose(0);
    // What starts once, such as the engine, is no part of the time of either.
    try (Model warm = scratch()) {
      warm.predict(test.iterator().next().features().get(0));
    }
    long nanos;
    double frozen;
    try (FeatureExtraction network =
            FeatureExtraction.of(Model.load(file()), Preprocessing.INSIDE);
        FineTuning tuning = FineTuning.of(network, CLASSES, options)) {
      long start = System.nanoTime();
      tuning.fit(train, null);
      nanos = System.nanoTime() - start;
      ConfusionMatrix matrix = ConfusionMatrix.of(LABELS, tuning.model(), test);
      System.out.print(matrix);
      frozen = matrix.accuracy();
    }
    try (Model scratch = scratch()) {
      scratch.compile(adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      train(scratch, train, nanos);
      double sameTime = ConfusionMatrix.of(LABELS, scratch, test).accuracy();
      train(scratch, train, 4 * nanos);
      double later = ConfusionMatrix.of(LABELS, scratch, test).accuracy();
      return new Result(frozen, sameTime, later, nanos / 1e9);
    }
  }

  /** Trains until the time is over. */
  private static void train(Model model, ArrayDataset train, long nanos) {
    long start = System.nanoTime();
    Callback clock =
        new Callback() {
          @Override
          public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
            if (System.nanoTime() - start >= nanos) {
              fitting.stopTraining();
            }
          }
        };
    model.fit(
        train.shuffle(SEED), fit().epochs(100_000).verbose(0).callbacks(List.of(clock)).seed(SEED));
  }

  /** Returns the layers that are in the file, with random weights and a head for five classes. */
  private static Model scratch() {
    return sequential(
        rescaling(1 / 255.0).inputShape(28, 28, 1),
        conv2D(32, 3).padding("same").activation("relu"),
        conv2D(48, 3).padding("same").activation("relu"),
        conv2D(48, 3).padding("same").activation("relu"),
        maxPooling2D(),
        conv2D(96, 3).padding("same").activation("relu"),
        maxPooling2D(),
        conv2D(128, 3).padding("same").activation("relu"),
        globalAveragePooling2D(),
        dropout(0.2),
        dense(CLASSES).activation("softmax"));
  }

  /** Returns the first of the shipped digits 5 to 9, as classes 0 to 4. */
  static ArrayDataset unknown(boolean test, int most) throws IOException {
    TrainTest digits = Digits.load();
    Tensor x = test ? digits.xTest() : digits.xTrain();
    Tensor y = (test ? digits.yTest() : digits.yTrain()).cast(DType.INT32);
    int[] chosen =
        IntStream.range(0, y.size()).filter(i -> y.getDouble(i) >= KNOWN).limit(most).toArray();
    int[] labels = IntStream.of(chosen).map(i -> (int) y.getDouble(i) - KNOWN).toArray();
    Tensor pixels = Rows.pick(x, chosen, 0, chosen.length).cast(DType.FLOAT32);
    return Dataset.of(pixels.reshape(chosen.length, 28, 28, 1), Tensor.of(labels, labels.length));
  }

  private static Path file() {
    return Path.of(System.getProperty("tenon.root", "."), "samples/models/digits_0_to_4.keras");
  }
}
