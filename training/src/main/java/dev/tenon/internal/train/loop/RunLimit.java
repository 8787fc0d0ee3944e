package dev.tenon.internal.train.loop;

import dev.tenon.config.Config;
import dev.tenon.training.FitOptions;
import org.jspecify.annotations.Nullable;

/** Limits of epochs and steps that {@link Config} sets for a thread. */
final class RunLimit {
  private RunLimit() {}

  /** Returns the options with no more epochs and steps than are allowed. */
  static FitOptions of(FitOptions options) {
    Integer most = Config.maxEpochs();
    FitOptions limited = options;
    if (most != null && most > 0 && most < options.epochs()) {
      if (options.verbose() != 0) {
        System.err.println("warning: fit: epochs are limited to " + most + " by Config.maxEpochs");
      }
      limited = options.epochs(most);
    }
    return limited.stepsPerEpoch(steps(options.stepsPerEpoch()));
  }

  /** Returns how many batches are used; null for all. */
  static @Nullable Integer steps(@Nullable Integer wanted) {
    Integer most = Config.maxStepsPerEpoch();
    boolean limited = most != null && most > 0 && (wanted == null || most < wanted);
    return limited ? most : wanted;
  }
}
