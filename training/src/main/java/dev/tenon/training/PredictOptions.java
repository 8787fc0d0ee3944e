package dev.tenon.training;

import dev.tenon.internal.options.Setters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a model predicts: options of {@code predict}.
 *
 * <p>Written as {@code predict().timeout(Duration.ofSeconds(2))}.
 *
 * @param timeout how long the call may take, all its batches together; it ends with a {@link
 *     dev.tenon.error.RunStoppedException} then. Null, the default, for what the model's {@code
 *     RunLimits} say
 * @param batchSize how many samples a run takes; null, the default, for all at once
 */
@Setters
public record PredictOptions(@Nullable Duration timeout, @Nullable Integer batchSize)
    implements PredictOptionsSetters {
  /** All samples at once, for as long as the model's limits allow. */
  public static final PredictOptions DEFAULTS = new PredictOptions(null, null);

  public PredictOptions {
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException("timeout must be positive, received " + timeout);
    }
    if (batchSize != null && batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, received " + batchSize);
    }
  }

  /** Returns the defaults. */
  public static PredictOptions predict() {
    return DEFAULTS;
  }
}
