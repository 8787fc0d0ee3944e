package dev.tenon.layers.preprocessing;

import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces strings by their index in a vocabulary, or with {@code invert} indices by strings.
 *
 * <p>Input of any shape; output of the same shape, or as {@link CategoryEncoding} gives it with
 * another {@code output_mode} than {@code int}. Index 0 is the mask where there is one, then come
 * {@code num_oov_indices} indices for what is not in the vocabulary. With none of them, Keras stops
 * at such an entry; here its index is -1. {@code ownType}, which is no option of Keras, gives
 * results the layer's own type, as tf_keras does.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/categorical/string_lookup/">Keras:
 *     StringLookup</a>
 */
@RecordBuilder
@ShortName
public record StringLookup(
    boolean invert,
    @Nullable Long maxTokens,
    long numOovIndices,
    Object oovToken,
    @Nullable Object maskToken,
    String outputMode,
    boolean sparse,
    boolean padToMaxTokens,
    @Nullable List<Double> idfWeights,
    @Nullable List<Object> vocabulary,
    @Nullable Long vocabularySize,
    String oovMethod,
    @Nullable Object salt,
    String encoding,
    boolean ownType)
    implements Lookup, StringLookupBuilder.With {

  /** Keras' defaults. */
  public static final StringLookup DEFAULTS =
      new StringLookup(
          false,
          null,
          1,
          "[UNK]",
          null,
          "int",
          false,
          false,
          null,
          null,
          null,
          "floormod",
          null,
          "utf-8",
          false);

  @Override
  public DType tokenType() {
    return DType.STRING;
  }
}
