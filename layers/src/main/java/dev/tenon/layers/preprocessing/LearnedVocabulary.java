package dev.tenon.layers.preprocessing;

import dev.tenon.layers.adaptation.AdaptationData;
import dev.tenon.layers.adaptation.TokenCounts;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary that a lookup layer learned from data.
 *
 * @param tokens the tokens, the most frequent first, without the special ones
 * @param idfWeights what each token weighs in the mode {@code tf_idf}; null in other modes
 */
record LearnedVocabulary(List<Object> tokens, @Nullable List<Double> idfWeights) {
  /** Learns from tensors of tokens. */
  static LearnedVocabulary of(Lookup layer, AdaptationData data) {
    Stream<Tensor> batches = StreamSupport.stream(data.batches().spliterator(), false);
    return of(layer, batches.flatMap(batch -> documents(layer, batch, data.whole())));
  }

  /**
   * Learns from documents.
   *
   * @throws IllegalArgumentException for a layer with a vocabulary, or without a token
   */
  static LearnedVocabulary of(Lookup layer, Stream<? extends List<?>> documents) {
    List<Object> given = layer.vocabulary();
    if (given != null && !given.isEmpty()) {
      throw new IllegalArgumentException(
          "adapt: "
              + layer.className()
              + " has a vocabulary of "
              + given.size()
              + " tokens already; adapt a layer without one");
    }
    TokenCounts counts = new TokenCounts();
    documents.forEach(counts::add);
    Object mask = layer.maskToken();
    if (mask != null) {
      counts.remove(typed(layer, mask));
    }
    counts.remove(typed(layer, layer.oovToken()));
    Long most = layer.maxTokens();
    long limit = most == null ? Long.MAX_VALUE : most - layer.special().size();
    if (limit < 1) {
      throw new IllegalArgumentException(
          "adapt: "
              + layer.className()
              + " has max_tokens "
              + most
              + ", which the special tokens fill; expected at least "
              + (layer.special().size() + 1));
    }
    List<Object> tokens = counts.mostFrequent(limit);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "adapt: the data have no tokens for "
              + layer.className()
              + " beside the special ones; expected at least one");
    }
    return new LearnedVocabulary(
        tokens,
        layer.outputMode().equals("tf_idf")
            ? tokens.stream().map(token -> (double) counts.inverseDocumentFrequency(token)).toList()
            : null);
  }

  private static Object typed(Lookup layer, Object token) {
    return layer.tokenType() != DType.STRING && token instanceof Number number
        ? (Object) number.longValue()
        : token;
  }

  /**
   * Returns the rows of a batch. A vector is one document, but a column where it is all the data,
   * as in Keras.
   */
  private static Stream<List<Object>> documents(Lookup layer, Tensor batch, boolean whole) {
    List<Object> tokens = new ArrayList<>();
    if (layer.tokenType() == DType.STRING) {
      tokens.addAll(Arrays.asList(batch.toStringArray()));
    } else {
      Arrays.stream(batch.toLongArray()).forEach(tokens::add);
    }
    long[] shape = batch.shape();
    int rank = shape.length;
    int row =
        rank > 1 ? (int) shape[rank - 1] : rank == 1 && whole ? 1 : Math.max(1, tokens.size());
    List<List<Object>> rows = new ArrayList<>();
    for (int from = 0; row > 0 && from + row <= tokens.size(); from += row) {
      rows.add(tokens.subList(from, from + row));
    }
    return rows.stream();
  }
}
