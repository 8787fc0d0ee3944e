package dev.tenon.importers.keras.weights;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Converts an optimizer's slots to the order of the weights.
 *
 * <p>Keras before 2.0.8 sorted the trainable weights by name before it made the slots, and saved
 * them under meaningless names. Shapes that fit only the sorted weights reveal such a file.
 */
public final class SlotsByName {
  private SlotsByName() {}

  /**
   * Returns the variables with each slot in the order of the weights; unchanged if they are not
   * sorted by name.
   *
   * @param variables the optimizer's variables in the file's order
   * @param weights the file's weights in the order of the layers
   */
  public static Map<String, Tensor> inOrder(
      Map<String, Tensor> variables, List<LegacyWeights.Stored> weights) {
    List<String> names = new ArrayList<>(variables.keySet());
    List<Tensor> contents = new ArrayList<>(variables.values());
    int first = 0;
    while (first < names.size() && contents.get(first).rank() == 0) {
      first++;
    }
    List<LegacyWeights.Stored> learned =
        weights.stream().filter(weight -> !isStatistic(weight.name())).toList();
    int count = learned.size();
    int slots = names.size() - first;
    if (count == 0 || slots == 0 || slots % count != 0) {
      return variables;
    }
    List<Integer> sorted =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> learned.get(i).name()))
            .toList();
    List<Tensor> given = contents.subList(first, names.size());
    List<Integer> plain = IntStream.range(0, count).boxed().toList();
    if (fits(given, learned, plain) || !fits(given, learned, sorted)) {
      return variables;
    }
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (int i = 0; i < first; i++) {
      ordered.put(names.get(i), contents.get(i));
    }
    for (int i = 0; i < slots; i++) {
      int from = i - i % count + sorted.indexOf(i % count);
      ordered.put(names.get(first + i), given.get(from));
    }
    return ordered;
  }

  private static boolean fits(
      List<Tensor> slots, List<LegacyWeights.Stored> weights, List<Integer> order) {
    return IntStream.range(0, slots.size())
        .allMatch(
            i ->
                Arrays.equals(
                    slots.get(i).shape(),
                    weights.get(order.get(i % order.size())).tensor().shape()));
  }

  /** Returns whether a weight is none that an optimizer changes, as normalization keeps them. */
  private static boolean isStatistic(String name) {
    return name.contains("/moving_") || name.contains("running_");
  }
}
