package dev.tenon.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.data.Dataset;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model is fitted: the arguments of Keras' {@code fit}, with Keras' defaults.
 *
 * <p>Written as {@code fit().epochs(5).validationSplit(0.1)}.
 *
 * @param epochs up to which epoch; 1
 * @param batchSize how many samples a step takes, where the data are arrays; 32
 * @param verbose 0 for silence, 1 for a progress bar, 2 for a line an epoch; 1
 * @param callbacks what happens besides
 * @param validationSplit the share of the arrays, taken from their end before shuffling, that is
 *     held out; 0
 * @param validationData what is evaluated after each epoch; null for none
 * @param shuffle whether arrays are shuffled before each epoch; true
 * @param seed what the order of shuffling follows from; null for another one at each call
 * @param classWeight what the loss of the samples of a class is multiplied by in training; 1 for
 *     others. As in Keras {@code validationSplit} holds samples out before that
 * @param sampleWeight what the loss of each sample is multiplied by, for one output or all; null
 *     for 1
 * @param initialEpoch the epoch to start with, from 0
 * @param stepsPerEpoch how many batches make an epoch; null for all. A pass over the data goes on
 *     over epochs; where it ends in the middle of one, that epoch ends too, with a warning
 * @param validationSteps how many batches of the validation data are used; null for all
 * @param validationBatchSize how many samples a step of the validation takes; null for {@code
 *     batchSize}, or where the training data are a Dataset, for what the validation data say
 * @param validationFreq every how many epochs there is a validation; 1
 * @see <a href="https://keras.io/api/models/model_training_apis/">Keras: fit</a>
 */
@Setters
public record FitOptions(
    int epochs,
    int batchSize,
    int verbose,
    List<Callback> callbacks,
    double validationSplit,
    @Nullable Dataset validationData,
    boolean shuffle,
    @Nullable Long seed,
    @Nullable Map<Integer, Double> classWeight,
    @Nullable Tensor sampleWeight,
    int initialEpoch,
    @Nullable Integer stepsPerEpoch,
    @Nullable Integer validationSteps,
    @Nullable Integer validationBatchSize,
    int validationFreq)
    implements FitOptionsSetters {
  /** Keras' defaults. */
  public static final FitOptions DEFAULTS =
      new FitOptions(1, 32, 1, List.of(), 0, null, true, null, null, null, 0, null, null, null, 1);

  public FitOptions {
    callbacks = List.copyOf(callbacks);
    require(epochs >= 0, "epochs", "at least 0", epochs);
    require(batchSize >= 1, "batchSize", "at least 1", batchSize);
    require(
        validationSplit >= 0 && validationSplit < 1,
        "validationSplit",
        "at least 0 and less than 1",
        validationSplit);
    require(initialEpoch >= 0, "initialEpoch", "at least 0", initialEpoch);
    require(validationFreq >= 1, "validationFreq", "at least 1", validationFreq);
    require(
        stepsPerEpoch == null || stepsPerEpoch >= 1, "stepsPerEpoch", "at least 1", stepsPerEpoch);
    require(
        validationSteps == null || validationSteps >= 1,
        "validationSteps",
        "at least 1",
        validationSteps);
    require(
        validationBatchSize == null || validationBatchSize >= 1,
        "validationBatchSize",
        "at least 1",
        validationBatchSize);
    if (classWeight != null) {
      classWeight.forEach(
          (label, weight) ->
              require(
                  Double.isFinite(weight),
                  "classWeight of class " + label,
                  "a finite number",
                  weight));
    }
    if (classWeight != null && sampleWeight != null) {
      throw new IllegalArgumentException(
          "classWeight and sampleWeight cannot be given at the same time");
    }
    if (validationSplit > 0 && validationData != null) {
      throw new IllegalArgumentException(
          "validationSplit and validationData cannot be given at the same time");
    }
  }

  private static void require(
      boolean holds, String argument, String expected, @Nullable Object received) {
    if (!holds) {
      throw new IllegalArgumentException(
          argument + " must be " + expected + ", received " + received);
    }
  }

  /** Returns Keras' defaults. */
  public static FitOptions fit() {
    return DEFAULTS;
  }
}
