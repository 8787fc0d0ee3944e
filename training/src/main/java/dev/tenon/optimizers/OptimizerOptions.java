package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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
 * @param name under which name it is saved, with its variables; null for that of its class
 * @param excludeFromWeightDecay regular expressions: a weight with a match in its path does not
 *     decay (with {@link Muon}, in its own name); none by default. Keras sets it by a call and
 *     keeps it in no file, and so do we
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
  /** Keras' defaults: none of it. */
  public static final OptimizerOptions DEFAULTS =
      new OptimizerOptions(null, null, null, null, false, 0.99, null, null, null, null, List.of());

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

  /** Says whether weight decay leaves a weight of this path alone. */
  public boolean excludesFromWeightDecay(String path) {
    return excludeFromWeightDecay.stream()
        .anyMatch(expression -> Pattern.compile(expression).matcher(path).find());
  }
}
