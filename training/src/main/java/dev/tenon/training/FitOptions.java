package dev.tenon.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code fit}: {@code fit().epochs(5).validationSplit(0.1)}.
 *
 * @param epochs the epoch at which training ends, at least 0; 1 by default
 * @param batchSize the number of samples of a step, for arrays, at least 1; 32 by default
 * @param verbose 0 for silent, 1 for a progress bar, 2 for a line for each epoch; 1 by default
 * @param callbacks the callbacks; none by default
 * @param validationSplit the fraction of the arrays that is held out for validation, from 0 to less
 *     than 1; 0 by default. It is taken from the end before a shuffle
 * @param validationData the data that are evaluated after each epoch; null for none, the default
 * @param shuffle whether arrays are shuffled before each epoch; true by default
 * @param seed the seed of the shuffle; null for a random one, the default
 * @param classWeight the factor of the loss by class, for training; other classes have 1; null for
 *     none, the default. The samples of {@code validationSplit} have none, as in Keras
 * @param sampleWeight the factor of each sample's loss, for one output or all; null for 1, the
 *     default
 * @param initialEpoch the first epoch, from 0; 0 by default
 * @param stepsPerEpoch the number of batches of an epoch, at least 1; null for all, the default. A
 *     pass over the data continues in the next epoch; if it ends within an epoch, that epoch ends
 *     too, with a warning
 * @param validationSteps the number of batches of the validation, at least 1; null for all, the
 *     default
 * @param validationBatchSize the number of samples of a validation step, at least 1; null, the
 *     default, for {@code batchSize}. If the training data are a Dataset, the default is the
 *     batches of the validation data
 * @param validationFreq the number of epochs between two validations, at least 1; 1 by default
 * @param cacheFrozen whether what frozen layers in front give is computed once for all samples and
 *     kept in memory: the same numbers in less time. It is for arrays, and for models with nothing
 *     random in front of the first layer that learns, such as augmentation. Callbacks must not
 *     change frozen weights; false by default. Keras has no such argument
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
    int validationFreq,
    boolean cacheFrozen)
    implements FitOptionsSetters, Serializable {
  /** Keras' default arguments. */
  public static final FitOptions DEFAULTS =
      new FitOptions(
          1, 32, 1, List.of(), 0, null, true, null, null, null, 0, null, null, null, 1, false);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range, {@code classWeight} and
   *     {@code sampleWeight} are both set, or {@code validationSplit} and {@code validationData}
   *     are both set
   */
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

  /** Returns Keras' default arguments. */
  public static FitOptions fit() {
    return DEFAULTS;
  }

  /**
   * Sets the arrays that are evaluated after each epoch: Keras' {@code validation_data=(x, y)}.
   *
   * @param x the samples, along the first axis
   * @param y the targets
   */
  public FitOptions validationData(Tensor x, Tensor y) {
    return validationData(Dataset.of(x, y));
  }

  /**
   * Sets the arrays that are evaluated after each epoch: Keras' {@code validation_data=(x, y,
   * sample_weight)}.
   *
   * @param x the samples, along the first axis
   * @param y the targets
   * @param sampleWeight a number for each sample
   */
  public FitOptions validationData(Tensor x, Tensor y, Tensor sampleWeight) {
    return validationData(new Batch(List.of(x), List.of(y), List.of(sampleWeight)));
  }

  /**
   * Sets the samples that are evaluated after each epoch, in the order of the model's inputs and
   * outputs.
   */
  public FitOptions validationData(Batch samples) {
    return validationData(Dataset.of(samples));
  }

  /** Sets the arrays that are evaluated; see {@link #validationData(Tensor, Tensor)}. */
  public FitOptions validationData(float[][] x, float[][] y) {
    return validationData(Tensor.of(x), Tensor.of(y));
  }

  /** Sets the arrays that are evaluated; see {@link #validationData(Tensor, Tensor)}. */
  public FitOptions validationData(float[][] x, int[] y) {
    return validationData(Tensor.of(x), Tensor.of(y));
  }
}
