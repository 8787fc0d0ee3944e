package dev.tenon.optimizers;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What all optimizers can do besides their own rule.
 *
 * @param weightDecay how much of each weight, times the learning rate, is taken away before a step;
 *     null for none
 * @param clipnorm each gradient is scaled down to this norm; null for none
 * @param clipvalue each element of a gradient is limited to this magnitude; null for none
 * @param globalClipnorm all gradients together are scaled down to this norm; null for none
 * @param useEma whether a moving average of the weights is kept
 * @param emaMomentum the share of the old average in the new one
 * @param emaOverwriteFrequency after how many steps the weights become their average; null for the
 *     end of training only
 * @param lossScaleFactor what the loss is multiplied by, and the gradients divided; null for none
 * @param gradientAccumulationSteps after how many steps of averaging gradients a step is taken;
 *     null for one
 * @see <a href="https://keras.io/api/optimizers/">Keras: optimizers</a>
 */
@RecordBuilder
public record OptimizerOptions(
    @Nullable Double weightDecay,
    @Nullable Double clipnorm,
    @Nullable Double clipvalue,
    @Nullable Double globalClipnorm,
    boolean useEma,
    double emaMomentum,
    @Nullable Long emaOverwriteFrequency,
    @Nullable Double lossScaleFactor,
    @Nullable Long gradientAccumulationSteps)
    implements OptimizerOptionsBuilder.With {
  /** Keras' defaults: none of it. */
  public static final OptimizerOptions DEFAULTS =
      new OptimizerOptions(null, null, null, null, false, 0.99, null, null, null);

  public OptimizerOptions {
    int clips = (clipnorm == null ? 0 : 1) + (clipvalue == null ? 0 : 1);
    clips += globalClipnorm == null ? 0 : 1;
    if (clips > 1) {
      throw new IllegalArgumentException(
          "only one of clipnorm, clipvalue and globalClipnorm can be set");
    }
    if (useEma && (emaMomentum < 0 || emaMomentum > 1)) {
      throw new IllegalArgumentException(
          "emaMomentum must be between 0 and 1, received " + emaMomentum);
    }
    if (gradientAccumulationSteps != null && gradientAccumulationSteps < 2) {
      throw new IllegalArgumentException(
          "gradientAccumulationSteps must be at least 2, received " + gradientAccumulationSteps);
    }
  }
}
