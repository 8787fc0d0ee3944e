package dev.tenon.cli.command.text;

import dev.tenon.data.Batch;
import dev.tenon.tensor.Tensor;
import dev.tenon.text.TextClassifier;
import dev.tenon.zoo.ConfusionMatrix;
import dev.tenon.zoo.Prediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Texts with a class each.
 *
 * @param texts the texts
 * @param labels the name of each text's class
 */
record LabelledTexts(List<String> texts, List<String> labels) {
  int size() {
    return texts.size();
  }

  /** Returns them in an order that a seed decides. */
  LabelledTexts shuffled(long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return new LabelledTexts(
        order.stream().map(texts::get).toList(), order.stream().map(labels::get).toList());
  }

  LabelledTexts range(int from, int to) {
    return new LabelledTexts(texts.subList(from, to), labels.subList(from, to));
  }

  /** Returns both as strings, (texts). */
  Batch batch() {
    return Batch.of(
        List.of(Tensor.ofStrings(texts.toArray(String[]::new), size())),
        List.of(Tensor.ofStrings(labels.toArray(String[]::new), size())));
  }

  /** Returns what a classifier takes for what. */
  ConfusionMatrix confusion(TextClassifier classifier) {
    List<List<Prediction>> found = classifier.classify(texts);
    List<String> names = classifier.labels();
    return ConfusionMatrix.of(
        names,
        labels.stream().mapToInt(names::indexOf).toArray(),
        found.stream().mapToInt(best -> best.get(0).index()).toArray());
  }
}
