package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The options common to all optimizers: weight decay, gradient clipping, moving averages, loss
 * scale and gradient accumulation.
 *
 * <p>At most one of {@code clipnorm}, {@code clipvalue} and {@code globalClipnorm} can be set.
 *
 * @param weightDecay the decoupled weight decay: each step first subtracts {@code learningRate
 *     weightDecay w} from a weight, at least 0; null for none, the default
 * @param clipnorm the largest norm of each gradient, more than 0; null for none, the default
 * @param clipvalue the largest magnitude of a gradient's elements, more than 0; null for none, the
 *     default
 * @param globalClipnorm the largest norm of all gradients together, more than 0; null for none, the
 *     default
 * @param useEma whether to keep an exponential moving average of the weights; false by default
 * @param emaMomentum the share of the old average in the new one, from 0 to 1; 0.99 by default
 * @param emaOverwriteFrequency the number of steps after which the average replaces the weights, at
 *     least 1; null for the end of training only, the default
 * @param lossScaleFactor the factor of the loss, by which gradients are divided again, more than 0;
 *     null for none, the default
 * @param gradientAccumulationSteps the number of batches whose gradients are averaged for one
 *     update, at least 2; null for one batch, the default
 * @param name the name of the optimizer and its variables in files; null for that of its class, the
 *     default
 * @param excludeFromWeightDecay regular expressions: a weight with a match in its path does not
 *     decay (with {@link Muon}, in its own name); none by default. Files do not contain it, as in
 *     Keras
 * @see <a href="https://keras.io/api/optimizers/">Keras: optimizers</a>
 */
@Setters(shared = true)
public record OptimizerOptions(
    @Nullable Double weightDecay,
    @Nullable Double clipnorm,
    @Nullable Double clipvalue,
    @Nullable Double globalClipnorm,
    boolean useEma,
    double emaMomentum,
    @Nullable Long emaOverwriteFrequency,
    @Nullable Double lossScaleFactor,
    @Nullable Long gradientAccumulationSteps,
    @Nullable String name,
    List<String> excludeFromWeightDecay)
    implements OptimizerOptionsSetters {
  /** Keras' default options: none is set. */
  public static final OptimizerOptions DEFAULTS =
      new OptimizerOptions(null, null, null, null, false, 0.99, null, null, null, null, List.of());

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range, several kinds of clipping
   *     are set, or a regular expression is invalid
   */
  public OptimizerOptions {
    excludeFromWeightDecay = List.copyOf(excludeFromWeightDecay);
    excludeFromWeightDecay.forEach(OptimizerOptions::checkExpression);
    OptimizerArguments.atLeast("weightDecay", weightDecay, 0);
    OptimizerArguments.moreThan("clipnorm", clipnorm, 0);
    OptimizerArguments.moreThan("clipvalue", clipvalue, 0);
    OptimizerArguments.moreThan("globalClipnorm", globalClipnorm, 0);
    OptimizerArguments.moreThan("lossScaleFactor", lossScaleFactor, 0);
    OptimizerArguments.between("emaMomentum", emaMomentum, 0, 1);
    int clips = (clipnorm == null ? 0 : 1) + (clipvalue == null ? 0 : 1);
    clips += globalClipnorm == null ? 0 : 1;
    if (clips > 1) {
      throw new IllegalArgumentException(
          "only one of clipnorm, clipvalue and globalClipnorm can be set, received clipnorm "
              + clipnorm
              + ", clipvalue "
              + clipvalue
              + ", globalClipnorm "
              + globalClipnorm);
    }
    if (emaOverwriteFrequency != null && emaOverwriteFrequency < 1) {
      throw new IllegalArgumentException(
          "emaOverwriteFrequency must be at least 1 or null, received " + emaOverwriteFrequency);
    }
    if (gradientAccumulationSteps != null && gradientAccumulationSteps < 2) {
      throw new IllegalArgumentException(
          "gradientAccumulationSteps must be at least 2 or null, received "
              + gradientAccumulationSteps);
    }
  }

  private static void checkExpression(String expression) {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "excludeFromWeightDecay must hold regular expressions, received '"
              + expression
              + "': "
              + e.getDescription()
              + ". A name as it is can be quoted by Pattern.quote",
          e);
    }
  }

  /**
   * Returns whether a weight of this path is excluded from weight decay.
   *
   * @param path the path of the weight
   */
  public boolean excludesFromWeightDecay(String path) {
    return excludeFromWeightDecay.stream()
        .anyMatch(expression -> Pattern.compile(expression).matcher(path).find());
  }
}
