package dev.tenon.config;

import dev.tenon.internal.options.Setters;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Layers made in a scope compute their inner values again for gradients, in place of keeping them.
 *
 * <p>{@code RematScope.of("full").scoped(() -> sequential(…))}. Rematerialization (gradient
 * checkpointing) takes less memory and more time; losses and weights stay the same. TensorFlow
 * computes the values again; random values, such as a dropout's, and recurrent loops are kept. Each
 * thread has its own scopes; the inner one counts. Prediction and evaluation do not change. Files
 * do not hold the scope.
 *
 * @param mode {@code full} for whole layers, {@code activations} for the activation functions of
 *     layers, {@code larger_than} for layers whose outputs have more elements than a threshold,
 *     {@code list_of_layers} for named layers; null for none. Default: {@code full}
 * @param outputSizeThreshold the elements of all outputs for one sample; open lengths count as 1.
 *     Default: 1024
 * @param layerNames the layers of {@code list_of_layers}. Default: none
 * @see <a href="https://keras.io/api/utils/config_utils/">Keras: RematScope</a>
 */
@Setters
public record RematScope(@Nullable String mode, long outputSizeThreshold, List<String> layerNames)
    implements RematScopeSetters {
  private static final List<String> MODES =
      List.of("full", "activations", "larger_than", "list_of_layers");
  private static final ThreadLocal<@Nullable RematScope> CURRENT = new ThreadLocal<>();

  /**
   * Checks the mode.
   *
   * @throws IllegalArgumentException for an unknown one
   */
  public RematScope {
    if (mode != null && !MODES.contains(mode)) {
      throw new IllegalArgumentException(
          "mode: expected one of " + MODES + " or null, received '" + mode + "'");
    }
    layerNames = List.copyOf(layerNames);
  }

  /**
   * Returns a scope with Keras' defaults.
   *
   * @param mode see {@link #mode()}
   * @throws IllegalArgumentException for an unknown mode
   */
  public static RematScope of(@Nullable String mode) {
    return new RematScope(mode, 1024, List.of());
  }

  /** Returns the innermost scope of this thread; null outside of all. */
  public static @Nullable RematScope current() {
    return CURRENT.get();
  }

  /**
   * Runs what makes layers inside this scope, and leaves the scope afterwards, also where it fails.
   *
   * @param work what makes layers or loads a model
   */
  public <T> T scoped(Supplier<T> work) {
    RematScope before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }
}
