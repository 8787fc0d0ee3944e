package dev.tenon.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model predicts: options of {@code predict}.
 *
 * <p>Written as {@code predict().timeout(Duration.ofSeconds(2))}.
 *
 * @param timeout how long the call may take, all its batches together; it ends with a {@link
 *     dev.tenon.error.RunStoppedException} then. Null, the default, for what the model's {@code
 *     RunLimits} say
 * @param batchSize how many samples a run takes; null, the default, for all at once, or for Keras'
 *     32 where there are steps or callbacks
 * @param verbose 0, the default, for silence, 1 for a progress bar, 2 for a line at the end
 * @param steps how many batches are used; null, the default, for all
 * @param callbacks what happens besides
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
  /** All samples at once, for as long as the model's limits allow. */
  public static final PredictOptions DEFAULTS = new PredictOptions(null, null, 0, null, List.of());

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

  /** Says whether something is to happen besides, batch by batch. */
  public boolean watched() {
    return verbose != 0
        || steps != null
        || Config.maxStepsPerEpoch() != null
        || !callbacks.isEmpty();
  }

  /** Returns the defaults. */
  public static PredictOptions predict() {
    return DEFAULTS;
  }
}
