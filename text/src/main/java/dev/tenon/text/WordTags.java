package dev.tenon.text;

import dev.tenon.data.Batch;
import dev.tenon.losses.Losses;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sentences of words with a class each, as targets of tokens.
 *
 * @param network splits the sentences
 * @param labels the names of the classes, in the order of the network
 * @param words the words of each sentence
 * @param tags the class of each word
 */
record WordTags(
    TextNetwork network, List<String> labels, List<List<String>> words, List<List<String>> tags) {
  WordTags {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).size() != tags.get(i).size()) {
        throw new IllegalArgumentException(
            "fit: sentence "
                + i
                + " has "
                + words.get(i).size()
                + " words and "
                + tags.get(i).size()
                + " tags; expected a tag for each word");
      }
      tags.get(i).forEach(tag -> ClassTargets.number(tag, labels));
    }
  }

  /** Returns the loss: the crossentropy of the tokens that have a class. */
  static CompileOptions objective() {
    return CompileOptions.compile()
        .loss(
            Losses.sparseCategoricalCrossentropy()
                .fromLogits(true)
                .ignoreClass((long) TextTraining.IGNORED));
  }

  /** Returns the numbers of the sentences, (sentences), as samples. */
  Batch numbers() {
    return TextTraining.numbers(words.size());
  }

  /** Returns the tokens of sentences, with the class of each token. */
  Batch encoded(Batch numbers) {
    List<Encoding> encodings = new ArrayList<>();
    List<int[]> rows = new ArrayList<>();
    for (int number : TextTraining.chosen(numbers)) {
      Encoding encoding = network.tokenizer().encode(String.join(" ", words.get(number)));
      encodings.add(encoding);
      rows.add(classes(encoding, words.get(number), tags.get(number)));
    }
    int length = Math.max(1, rows.stream().mapToInt(row -> row.length).max().orElse(1));
    int[][] targets = new int[rows.size()][];
    for (int i = 0; i < targets.length; i++) {
      int size = rows.get(i).length;
      targets[i] = Arrays.copyOf(rows.get(i), length);
      Arrays.fill(targets[i], size, length, TextTraining.IGNORED);
    }
    return network.batch(encodings, List.of(Tensor.of(targets)), List.of());
  }

  private int[] classes(Encoding encoding, List<String> sentence, List<String> classes) {
    int[] numbers = new int[encoding.size()];
    Arrays.fill(numbers, TextTraining.IGNORED);
    int[] special = encoding.specialTokensMask();
    int[] ends = encoding.ends();
    int word = -1;
    int wordEnd = -1;
    for (int i = 0; i < numbers.length; i++) {
      if (special[i] == 0 && ends[i] > wordEnd) {
        while (ends[i] > wordEnd) {
          word++;
          wordEnd += 1 + sentence.get(word).length();
        }
        numbers[i] = ClassTargets.number(classes.get(word), labels);
      }
    }
    return numbers;
  }
}
