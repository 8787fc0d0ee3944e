package dev.tenon.quantizers;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes kernels and tables to numbers of four bits, two of which are stored in a byte.
 *
 * @param weightQuantizer how weights are quantized; null, the default, for AbsMaxQuantizer with the
 *     value range -8 to 7. Needs a blockSize of null or -1
 * @param activationQuantizer how inputs are quantized; null, the default, for not at all. Needs a
 *     blockSize of null or -1
 * @param blockSize how many rows share a scale and a zero point; 128 by default. Null and -1 stand
 *     for one scale a column and no zero point
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 */
@Setters
public record Int4QuantizationConfig(
    @Nullable AbsMaxQuantizer weightQuantizer,
    @Nullable AbsMaxQuantizer activationQuantizer,
    @Nullable Long blockSize)
    implements QuantizationConfig, Int4QuantizationConfigSetters {
  /** Keras' defaults. */
  public static final Int4QuantizationConfig DEFAULTS =
      new Int4QuantizationConfig(null, null, 128L);

  public Int4QuantizationConfig {
    if (blockSize != null && blockSize != -1 && blockSize < 1) {
      throw new IllegalArgumentException(
          "Int4QuantizationConfig: blockSize must be null, -1 or 1 and more, received "
              + blockSize);
    }
    boolean own = weightQuantizer != null || activationQuantizer != null;
    if (own && blockSize != null && blockSize > 0) {
      throw new IllegalArgumentException(
          "Int4QuantizationConfig: quantizers need a blockSize of null or -1, received "
              + blockSize
              + "; set blockSize(null) first");
    }
    if (weightQuantizer != null
        && !(weightQuantizer.valueRange().equals(List.of(-8L, 7L))
            && weightQuantizer.outputDtype().equals("int8"))) {
      throw new IllegalArgumentException(
          "Int4QuantizationConfig: weightQuantizer must have the valueRange -8 to 7 and the"
              + " outputDtype int8, received "
              + weightQuantizer);
    }
  }

  @Override
  public String mode() {
    return "int4";
  }
}
