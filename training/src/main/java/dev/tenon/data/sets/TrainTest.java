package dev.tenon.data.sets;

import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;

/**
 * A data set that its authors cut into two parts; what Keras' {@code load_data()} returns.
 *
 * @param xTrain features to train on, a sample a row
 * @param yTrain their labels
 * @param xTest features to test on
 * @param yTest their labels
 */
public record TrainTest(Tensor xTrain, Tensor yTrain, Tensor xTest, Tensor yTest) {
  /** Returns the part to train on, in batches of 32. */
  public ArrayDataset train() {
    return Dataset.of(xTrain, yTrain);
  }

  /** Returns the part to test on, in batches of 32. */
  public ArrayDataset test() {
    return Dataset.of(xTest, yTest);
  }
}
