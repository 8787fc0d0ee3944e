package dev.tenon.layers.preprocessing;

import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces integers by their index in a vocabulary, or with {@code invert} indices by integers.
 *
 * <p>Input of any shape; output of the same shape, or as {@link CategoryEncoding} gives it with
 * another {@code output_mode} than {@code int}. Index 0 is the mask where there is one, then come
 * {@code num_oov_indices} indices for what is not in the vocabulary. With none of them, Keras stops
 * at such an entry; here its index is -1. {@code ownType}, which is no option of Keras, gives
 * results the layer's own type, as tf_keras does.
 *
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/categorical/integer_lookup/">Keras:
 *     IntegerLookup</a>
 */
@RecordBuilder
@ShortName
public record IntegerLookup(
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
    String vocabularyDtype,
    boolean ownType)
    implements Lookup, IntegerLookupBuilder.With {

  /** Keras' defaults. */
  public static final IntegerLookup DEFAULTS =
      new IntegerLookup(
          false,
          null,
          1,
          -1L,
          null,
          "int",
          false,
          false,
          null,
          null,
          null,
          "floormod",
          null,
          "int64",
          false);

  @Override
  public DType tokenType() {
    return DType.INT64;
  }
}
