package dev.tenon.data.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words of a tokenizer, with all that Keras counts of them. */
final class Vocabulary {
  final Map<String, Long> wordCounts = new LinkedHashMap<>();
  final Map<String, Long> wordDocs = new LinkedHashMap<>();
  final Map<Integer, Long> indexDocs = new LinkedHashMap<>();
  final Map<String, Integer> wordIndex = new LinkedHashMap<>();
  final Map<Integer, String> indexWord = new LinkedHashMap<>();
  long documentCount;

  /** Counts the words of one text. */
  void add(List<String> words) {
    documentCount++;
    for (String word : words) {
      wordCounts.merge(word, 1L, Long::sum);
    }
    for (String word : new LinkedHashSet<>(words)) {
      wordDocs.merge(word, 1L, Long::sum);
    }
  }

  /** Numbers the words from the most frequent one; of equal ones the first seen comes first. */
  void number(@Nullable String oovToken) {
    List<String> words = new ArrayList<>();
    if (oovToken != null) {
      words.add(oovToken);
    }
    wordCounts.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .forEach(entry -> words.add(entry.getKey()));
    wordIndex.clear();
    indexWord.clear();
    for (int i = 0; i < words.size(); i++) {
      wordIndex.put(words.get(i), i + 1);
    }
    wordIndex.forEach((word, index) -> indexWord.put(index, word));
    wordDocs.forEach((word, count) -> indexDocs.put(wordIndex.getOrDefault(word, 0), count));
  }
}
