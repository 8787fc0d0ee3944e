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
 * How often each token occurs, and in how many documents.
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

  /** Counts a document. */
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

  /** Forgets a token. */
  public void remove(Object token) {
    counts.remove(token);
  }

  /**
   * Returns the tokens, the most frequent first; of equally frequent ones the greatest first, as
   * Keras: the greater number, or the greater text by the bytes of its UTF-8.
   *
   * @param limit how many tokens there are at most
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
