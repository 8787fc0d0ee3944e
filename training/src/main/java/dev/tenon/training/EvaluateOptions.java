package dev.tenon.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is measured: the arguments of Keras' {@code evaluate}.
 *
 * <p>Written as {@code evaluate().batchSize(64)}.
 *
 * @param batchSize how many samples a batch of arrays has; 32
 * @param verbose 0, the default, for silence, 1 for a progress bar, 2 for a line at the end. Keras'
 *     default is a bar
 * @param sampleWeight what the loss of each sample of arrays is multiplied by; null for 1
 * @param steps how many batches are used; null for all
 * @param callbacks what happens besides
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
  /** Keras' defaults, without a bar. */
  public static final EvaluateOptions DEFAULTS = new EvaluateOptions(32, 0, null, null, List.of());

  public EvaluateOptions {
    callbacks = List.copyOf(callbacks);
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, received " + batchSize);
    }
    if (steps != null && steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, received " + steps);
    }
  }

  /** Returns the options of a fit that say the same. */
  public FitOptions toFit() {
    return FitOptions.DEFAULTS
        .verbose(verbose)
        .batchSize(batchSize)
        .stepsPerEpoch(steps)
        .callbacks(callbacks);
  }

  /** Returns Keras' defaults, without a bar. */
  public static EvaluateOptions evaluate() {
    return DEFAULTS;
  }
}
