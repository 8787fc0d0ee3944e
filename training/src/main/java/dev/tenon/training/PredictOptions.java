package dev.tenon.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code predict}: {@code predict().timeout(Duration.ofSeconds(2))}.
 *
 * @param timeout the longest duration of the call with all its batches, positive. The call then
 *     fails with a {@link dev.tenon.error.RunStoppedException}. Null, the default, for the limit of
 *     the model's {@code RunLimits}
 * @param batchSize the number of samples of a run, at least 1; null, the default, for all at once.
 *     With steps, callbacks or output the default is Keras' 32. Batches of arrays that take less
 *     than 2 ms each run two at a time, unless somebody watches them, the model keeps states or
 *     {@code tenon.threads} is 1
 * @param verbose 0 for silent (the default), 1 for a progress bar, 2 for a line at the end
 * @param steps the number of batches, at least 1; null for all, the default
 * @param callbacks the callbacks; none by default
 * @see <a href="https://keras.io/api/models/model_training_apis/">Keras: predict</a>
 */
@Setters
public record PredictOptions(
    @Nullable Duration timeout,
    @Nullable Integer batchSize,
    int verbose,
    @Nullable Integer steps,
    List<Callback> callbacks)
    implements PredictOptionsSetters {
  /** The default options: all samples in one run, within the limits of the model. */
  public static final PredictOptions DEFAULTS = new PredictOptions(null, null, 0, null, List.of());

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public PredictOptions {
    callbacks = List.copyOf(callbacks);
    if (steps != null && steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, received " + steps);
    }
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException("timeout must be positive, received " + timeout);
    }
    if (batchSize != null && batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, received " + batchSize);
    }
  }

  /** Returns whether the prediction runs in batches: with output, steps or callbacks. */
  public boolean watched() {
    return verbose != 0
        || steps != null
        || Config.maxStepsPerEpoch() != null
        || !callbacks.isEmpty();
  }

  /** Returns the default options. */
  public static PredictOptions predict() {
    return DEFAULTS;
  }
}
