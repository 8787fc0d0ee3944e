package dev.tenon.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code evaluate}: {@code evaluate().batchSize(64)}.
 *
 * @param batchSize the number of samples of a batch, for arrays, at least 1; 32 by default
 * @param verbose 0 for silent (the default, Keras' is a bar), 1 for a progress bar, 2 for a line at
 *     the end
 * @param sampleWeight the factor of each sample's loss, for arrays; null for 1, the default
 * @param steps the number of batches, at least 1; null for all, the default
 * @param callbacks the callbacks; none by default
 * @see <a href="https://keras.io/api/models/model_training_apis/">Keras: evaluate</a>
 */
@Setters
public record EvaluateOptions(
    int batchSize,
    int verbose,
    @Nullable Tensor sampleWeight,
    @Nullable Integer steps,
    List<Callback> callbacks)
    implements EvaluateOptionsSetters {
  /** Keras' default arguments, without a progress bar. */
  public static final EvaluateOptions DEFAULTS = new EvaluateOptions(32, 0, null, null, List.of());

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public EvaluateOptions {
    callbacks = List.copyOf(callbacks);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, received " + batchSize);
    }
    if (steps != null && steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, received " + steps);
    }
  }

  /** Returns options of a training with the same values. */
  public FitOptions toFit() {
    return FitOptions.DEFAULTS
        .verbose(verbose)
        .batchSize(batchSize)
        .stepsPerEpoch(steps)
        .callbacks(callbacks);
  }

  /** Returns Keras' default arguments, without a progress bar. */
  public static EvaluateOptions evaluate() {
    return DEFAULTS;
  }
}
