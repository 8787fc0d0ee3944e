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
 * Replaces strings by their indices in a vocabulary, or indices by strings.
 *
 * <p>Input of any shape; output of the same shape, or that of {@link CategoryEncoding} with another
 * output mode than {@code int}. The mask token comes first, then the out-of-vocabulary indices,
 * then the vocabulary. Without out-of-vocabulary indices an unknown string gets -1, where Keras
 * fails. A call without a vocabulary fails with an {@code UnsupportedModelException}; {@code adapt}
 * computes one.
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
