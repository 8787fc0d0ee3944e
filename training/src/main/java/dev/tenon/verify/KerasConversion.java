package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.layer.Scope;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares a written Keras file, read again, with the model that it was written from. */
public final class KerasConversion {
  private KerasConversion() {}

  /**
   * Returns what differs, sentence by sentence; empty where every weight has the same bits.
   *
   * <p>Weights are found again by the name of their layer and their own; where a format had to
   * rename layers, by their content.
   */
  public static List<String> compare(Model model, Path written) throws IOException {
    try (Model again = Model.load(written)) {
      return differences(weights(model), weights(again));
    }
  }

  private static List<String> differences(
      Map<String, List<Tensor>> expected, Map<String, List<Tensor>> received) {
    List<String> found = new ArrayList<>();
    List<Tensor> unmatched = new ArrayList<>();
    received.values().forEach(unmatched::addAll);
    for (Map.Entry<String, List<Tensor>> entry : expected.entrySet()) {
      List<Tensor> same = received.getOrDefault(entry.getKey(), List.of());
      for (Tensor tensor : entry.getValue()) {
        boolean named = same.contains(tensor);
        if (!(named || same.isEmpty()) || !unmatched.remove(tensor)) {
          found.add("weight '" + entry.getKey() + "' has other bits in the written file");
        }
      }
    }
    if (!unmatched.isEmpty()) {
      found.add("the written file has " + unmatched.size() + " weights that the model has not");
    }
    return found;
  }

  private static Map<String, List<Tensor>> weights(Model model) {
    Map<String, List<Tensor>> weights = new TreeMap<>();
    model.keras().lowered().weights().values().forEach(scope -> collect(model, scope, weights));
    return weights;
  }

  private static void collect(Model model, Scope scope, Map<String, List<Tensor>> weights) {
    for (Parameter parameter : scope.own()) {
      // Files keep neither the counters of seeds nor what stateful layers remember.
      if (!parameter.name().contains("_state")) {
        weights
            .computeIfAbsent(scope.node().name() + "/" + parameter.name(), k -> new ArrayList<>())
            .add(model.keras().parameters().get(parameter));
      }
    }
    scope.children().values().forEach(child -> collect(model, child, weights));
  }
}
