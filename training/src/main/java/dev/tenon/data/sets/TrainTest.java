package dev.tenon.data.sets;

import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;

/**
 * A data set with a training and a test part: the result of Keras' {@code load_data()}.
 *
 * @param xTrain the training features; samples are along the first axis
 * @param yTrain the training labels
 * @param xTest the test features
 * @param yTest the test labels
 */
public record TrainTest(Tensor xTrain, Tensor yTrain, Tensor xTest, Tensor yTest) {
  /** Returns the training part in batches of 32. */
  public ArrayDataset train() {
    return Dataset.of(xTrain, yTrain);
  }

  /** Returns the test part in batches of 32. */
  public ArrayDataset test() {
    return Dataset.of(xTest, yTest);
  }
}
