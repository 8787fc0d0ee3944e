package dev.tenon.tuning.split;

import dev.tenon.tensor.Tensor;

/**
 * Samples and targets split into a training and a test part.
 *
 * @param xTrain the training samples
 * @param xTest the test samples
 * @param yTrain the training targets
 * @param yTest the test targets
 * @param split the indices of both parts
 */
public record TrainTestParts(
    Tensor xTrain, Tensor xTest, Tensor yTrain, Tensor yTest, Split split) {}
