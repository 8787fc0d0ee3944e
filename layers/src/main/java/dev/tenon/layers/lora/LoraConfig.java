package dev.tenon.layers.lora;

import dev.tenon.initializers.HeUniform;
import dev.tenon.initializers.Initializer;
import dev.tenon.initializers.Zeros;
import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * How {@code model.edit().enableLora(…)} adapts layers: the arguments of Keras' {@code enable_lora}
 * and of PEFT's LoraConfig.
 *
 * <p>A weight {@code W} becomes {@code W + loraAlpha / rank · A · B}. {@code W} no longer learns.
 *
 * @param rank the number of columns of A and rows of B, at least 1
 * @param loraAlpha the strength of the adapter; null, the default, for {@code rank}
 * @param aInitializer the initializer of A; {@code he_uniform} by default
 * @param bInitializer the initializer of B; zeros by default, so that outputs begin equal
 * @param freezeOthers whether all other weights are frozen, as in PEFT, biases of adapted layers
 *     included; true by default. False freezes the adapted weights alone, as Keras does
 * @param peft whether a kernel of more than two axes has the factors of PEFT: a matrix of its
 *     inputs and one of its outputs. False, the default, splits off the last axis as Keras does
 * @see <a href="https://keras.io/api/layers/core_layers/dense/">Keras: enable_lora</a>
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA: Low-Rank Adaptation of Large Language
 *     Models</a>
 */
@Setters
public record LoraConfig(
    int rank,
    @Nullable Double loraAlpha,
    Initializer aInitializer,
    Initializer bInitializer,
    boolean freezeOthers,
    boolean peft)
    implements LoraConfigSetters {
  /** Keras' default arguments, with rank 8. */
  public static final LoraConfig DEFAULTS =
      new LoraConfig(8, null, HeUniform.DEFAULTS, Zeros.DEFAULTS, true, false);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the rank is less than 1 or the strength is not finite
   */
  public LoraConfig {
    if (rank < 1) {
      throw new IllegalArgumentException("lora: rank must be 1 or more, received " + rank);
    }
    if (loraAlpha != null && !Double.isFinite(loraAlpha)) {
      throw new IllegalArgumentException(
          "lora: loraAlpha must be a finite number, received " + loraAlpha);
    }
  }

  /**
   * Returns Keras' default arguments.
   *
   * @param rank the number of columns of A and rows of B
   */
  public static LoraConfig lora(int rank) {
    return DEFAULTS.rank(rank);
  }

  /** Returns the factor of the product A · B: {@code loraAlpha / rank}. */
  public double scale() {
    return loraAlpha == null ? 1 : loraAlpha / rank;
  }

  /** Returns the configuration of a layer with Keras' arguments; null without a rank. */
  public static @Nullable LoraConfig of(@Nullable Long loraRank, @Nullable Double loraAlpha) {
    return loraRank == null || loraRank == 0
        ? null
        : lora(Math.toIntExact(loraRank)).loraAlpha(loraAlpha).freezeOthers(false);
  }
}
