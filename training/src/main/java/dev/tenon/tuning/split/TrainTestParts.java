package dev.tenon.tuning.split;

import dev.tenon.tensor.Tensor;

/**
 * Samples and targets in two parts.
 *
 * @param xTrain the samples to learn from
 * @param xTest the samples that are held out
 * @param yTrain the targets to learn from
 * @param yTest the targets that are held out
 * @param split where they were
 */
public record TrainTestParts(
    Tensor xTrain, Tensor xTest, Tensor yTrain, Tensor yTest, Split split) {}
