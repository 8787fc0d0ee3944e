package dev.tenon.utils;

import dev.tenon.internal.options.Setters;
import dev.tenon.internal.text.Names;
import dev.tenon.layers.IntegerLookupSpec;
import dev.tenon.layers.Layers;
import dev.tenon.layers.StringLookupSpec;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link FeatureSpace} encodes a column of data: Keras' {@code FeatureSpace.float_normalized}
 * and the like.
 *
 * @param type one of Keras' types, such as {@code float_normalized}; {@code custom} for a layer of
 *     one's own
 * @param dtype the element type of the column
 * @param preprocessor the layer that turns a column (batch, 1) into numbers; null for the layer of
 *     the type, with the sizes of the feature space
 * @param outputMode {@code float}, {@code int} or {@code one_hot}: what becomes of the layer's
 *     results
 */
@Setters
public record Feature(String type, DType dtype, @Nullable LayerLike preprocessor, String outputMode)
    implements FeatureSetters {
  private static final String FLOAT = "float";
  private static final String ONE_HOT = "one_hot";
  private static final List<String> MODES = List.of("int", ONE_HOT, FLOAT);
  private static final List<String> TYPES =
      List.of(
          FLOAT,
          "float_normalized",
          "float_rescaled",
          "float_discretized",
          "integer_categorical",
          "string_categorical",
          "integer_hashed",
          "string_hashed");

  public Feature {
    if (!MODES.contains(outputMode)) {
      throw new IllegalArgumentException(Names.unknown("outputMode", outputMode, MODES));
    }
  }

  /**
   * Returns the feature of one of Keras' types, with its defaults.
   *
   * @throws IllegalArgumentException for an unknown type
   */
  public static Feature of(String type) {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(Names.unknown("feature type", type, TYPES));
    }
    boolean plain = type.startsWith(FLOAT) && !type.equals("float_discretized");
    DType dtype =
        type.startsWith(FLOAT)
            ? DType.FLOAT32
            : type.startsWith("string") ? DType.STRING : DType.INT32;
    return new Feature(type, dtype, null, plain ? FLOAT : ONE_HOT);
  }

  /**
   * Returns a feature with a layer of one's own, such as {@code textVectorization()}.
   *
   * @param outputMode {@code one_hot} for layers with categories only
   */
  public static Feature of(DType dtype, LayerLike preprocessor, String outputMode) {
    return new Feature("custom", dtype, preprocessor, outputMode);
  }

  /** Returns numbers that are multiplied by a scale, then increased by an offset. */
  public static Feature floatRescaled(double scale, double offset) {
    return of("float_rescaled").preprocessor(Layers.rescaling(scale, offset));
  }

  /** Returns numbers that become one of some bins of about equal weight. */
  public static Feature floatDiscretized(long numBins) {
    return of("float_discretized").preprocessor(Layers.discretization().numBins(numBins));
  }

  /**
   * Returns integers that become their index in a vocabulary.
   *
   * @param maxTokens the most indices, those of unknown integers included; null for no limit
   * @param numOovIndices the number of indices for unknown integers; 1 in Keras
   */
  public static Feature integerCategorical(@Nullable Long maxTokens, long numOovIndices) {
    IntegerLookupSpec lookup = Layers.integerLookup().numOovIndices(numOovIndices);
    return of("integer_categorical")
        .preprocessor(maxTokens == null ? lookup : lookup.maxTokens(maxTokens));
  }

  /**
   * Returns strings that become their index in a vocabulary.
   *
   * @param maxTokens the most indices, those of unknown strings included; null for no limit
   * @param numOovIndices the number of indices for unknown strings; 1 in Keras
   */
  public static Feature stringCategorical(@Nullable Long maxTokens, long numOovIndices) {
    StringLookupSpec lookup = Layers.stringLookup().numOovIndices(numOovIndices);
    return of("string_categorical")
        .preprocessor(maxTokens == null ? lookup : lookup.maxTokens(maxTokens));
  }

  /** Returns integers that become one of some bins by a hash. */
  public static Feature integerHashed(long numBins) {
    return of("integer_hashed").preprocessor(Layers.hashing(numBins).dtype("int64"));
  }

  /** Returns strings that become one of some bins by a hash. */
  public static Feature stringHashed(long numBins) {
    return of("string_hashed").preprocessor(Layers.hashing(numBins).dtype("int64"));
  }

  /** Returns the layer of a completed feature. */
  LayerLike layer() {
    return Objects.requireNonNull(preprocessor, type);
  }

  /** Returns the feature with a layer, where it has none yet. */
  Feature completed(long hashingDim, long numDiscretizationBins) {
    if (preprocessor != null) {
      return this;
    }
    return switch (type) {
      case "float_normalized" -> preprocessor(Layers.normalization());
      case "float_rescaled" -> floatRescaled(1, 0).outputMode(outputMode);
      case "float_discretized" -> floatDiscretized(numDiscretizationBins).outputMode(outputMode);
      case "integer_categorical" -> preprocessor(Layers.integerLookup());
      case "string_categorical" -> preprocessor(Layers.stringLookup());
      case "integer_hashed" -> integerHashed(hashingDim).outputMode(outputMode);
      case "string_hashed" -> stringHashed(hashingDim).outputMode(outputMode);
      default -> preprocessor(Layers.identity());
    };
  }
}
