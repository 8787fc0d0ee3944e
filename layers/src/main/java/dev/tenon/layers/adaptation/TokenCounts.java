package dev.tenon.layers.adaptation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the occurrences of each token, and the documents with it.
 *
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/preprocessing/index_lookup.py">Keras:
 *     index_lookup.py</a>
 */
public final class TokenCounts {
  private static final class Count {
    private long tokens;
    private long documents;
  }

  private final Map<Object, Count> counts = new HashMap<>();
  private long documents;

  /** Adds a document. */
  public void add(List<?> document) {
    documents++;
    Set<Object> seen = new HashSet<>();
    for (Object token : document) {
      Count count = counts.computeIfAbsent(token, unseen -> new Count());
      count.tokens++;
      if (seen.add(token)) {
        count.documents++;
      }
    }
  }

  /** Removes a token. */
  public void remove(Object token) {
    counts.remove(token);
  }

  /**
   * Returns the tokens in descending order of frequency. Equally frequent ones are in descending
   * order, as in Keras: of numbers, or of the UTF-8 bytes of texts.
   *
   * @param limit the largest number of tokens
   */
  public List<Object> mostFrequent(long limit) {
    Comparator<Object> byCount = Comparator.comparingLong(token -> count(token).tokens);
    return counts.keySet().stream()
        .sorted(byCount.thenComparing(TokenCounts::compare).reversed())
        .limit(limit)
        .toList();
  }

  /**
   * Returns the inverse document frequency of a token: {@code log(1 + documents / (1 + documents
   * with the token))}, as float32.
   */
  public float inverseDocumentFrequency(Object token) {
    return (float) Math.log(1 + documents / (1.0 + count(token).documents));
  }

  private Count count(Object token) {
    Count count = counts.get(token);
    return count == null ? new Count() : count;
  }

  private static int compare(Object a, Object b) {
    return a instanceof Long first && b instanceof Long second
        ? Long.compare(first, second)
        : Arrays.compareUnsigned(bytes(a), bytes(b));
  }

  private static byte[] bytes(Object token) {
    return token.toString().getBytes(StandardCharsets.UTF_8);
  }
}
