package dev.tenon.data.text;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts words into rows.
 *
 * @param columns one more than the largest number that counts
 */
record WordMatrix(int columns, Vocabulary words) {
  /** What a row says of a word. */
  private interface Weight {
    double of(int word, int count, int length);
  }

  Tensor of(List<int[]> sequences, String mode) {
    Weight weight = weight(mode);
    Tensor.Writer writer =
        new Tensor.Writer(DType.FLOAT64, Math.multiplyExact(sequences.size(), columns));
    for (int row = 0; row < sequences.size(); row++) {
      int start = row * columns;
      int[] sequence = sequences.get(row);
      Map<Integer, Integer> counts = new LinkedHashMap<>();
      for (int word : sequence) {
        if (word >= 0 && word < columns) {
          counts.merge(word, 1, Integer::sum);
        }
      }
      counts.forEach(
          (word, count) -> writer.set(start + word, weight.of(word, count, sequence.length)));
    }
    return writer.build(sequences.size(), columns);
  }

  private Weight weight(String mode) {
    return switch (mode) {
      case "binary" -> (word, count, length) -> 1;
      case "count" -> (word, count, length) -> count;
      case "freq" -> (word, count, length) -> (double) count / length;
      case "tfidf" -> {
        if (words.documentCount == 0) {
          throw new IllegalStateException("mode 'tfidf': call fitOnTexts first");
        }
        yield (word, count, length) -> (1 + Math.log(count)) * Math.log(1 + rarity(word));
      }
      default ->
          throw new IllegalArgumentException(
              "mode: expected 'binary', 'count', 'freq' or 'tfidf', received '" + mode + "'");
    };
  }

  private double rarity(int word) {
    return (double) words.documentCount / (1 + words.indexDocs.getOrDefault(word, 0L));
  }
}
