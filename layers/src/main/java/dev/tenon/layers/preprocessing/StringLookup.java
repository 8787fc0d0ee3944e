package dev.tenon.layers.preprocessing;

import dev.tenon.layers.adaptation.Adaptable;
import dev.tenon.layers.adaptation.AdaptationData;
import dev.tenon.layers.adaptation.Adapted;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces strings by their index in a vocabulary, or with {@code invert} indices by strings.
 *
 * <p>Input of any shape; output of the same shape, or as {@link CategoryEncoding} gives it with
 * another {@code output_mode} than {@code int}. Index 0 is the mask where there is one, then come
 * {@code num_oov_indices} indices for what is not in the vocabulary. With none of them, Keras stops
 * at such an entry; here its index is -1.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/categorical/string_lookup/">Keras:
 *     StringLookup</a>
 */
@ShortName
public record StringLookup(
    @Default("false") boolean invert,
    @Nullable Long maxTokens,
    @Default("1") long numOovIndices,
    @Default("[UNK]") Object oovToken,
    @Nullable Object maskToken,
    @Default("int") String outputMode,
    @Default("false") boolean sparse,
    @Default("false") boolean padToMaxTokens,
    @Nullable List<Double> idfWeights,
    @Nullable List<Object> vocabulary,
    @Nullable Long vocabularySize,
    @Default("floormod") String oovMethod,
    @Nullable Object salt,
    @Default("utf-8") String encoding)
    implements Lookup, Adaptable<StringLookup>, StringLookupOptions {
  @Override
  public DType tokenType() {
    return DType.STRING;
  }

  /**
   * Returns the layer with the vocabulary of data: the most frequent tokens first.
   *
   * @throws IllegalArgumentException for a layer with a vocabulary, or data without tokens
   */
  @Override
  public Adapted<StringLookup> adapted(AdaptationData data) {
    LearnedVocabulary learned = LearnedVocabulary.of(this, data);
    return Adapted.of(vocabulary(learned.tokens()).idfWeights(learned.idfWeights()));
  }
}
