package dev.tenon.internal.backing.onnx;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows where the classifier of an ONNX network begins. */
public final class OnnxTop {
  private static final Set<String> FLATTENING =
      Set.of("Flatten", "GlobalAveragePool", "GlobalMaxPool");

  private final OnnxStructure structure;
  private final Map<String, OnnxStructure.Node> producers = new HashMap<>();

  /** What does not depend on the inputs. */
  private final Set<String> fixed = new HashSet<>();

  private final Set<String> weights = new HashSet<>();

  private OnnxTop(OnnxStructure structure) {
    this.structure = structure;
    for (OnnxStructure.Initializer tensor : structure.initializers()) {
      fixed.add(tensor.name());
      if (tensor.type().contains("float") && !tensor.shape().isEmpty()) {
        weights.add(tensor.name());
      }
    }
    for (OnnxStructure.Node node : structure.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
      if (data(node).isEmpty()) {
        fixed.addAll(node.outputs());
        if (hasWeights(node)) {
          weights.addAll(node.outputs());
        }
      }
    }
  }

  /**
   * Returns the value that feeds the top, which begins with the last operators that flatten, where
   * operators with weights come before them; else with the last operator that has weights.
   *
   * @throws IllegalArgumentException where the network has several outputs, or nothing below
   */
  public static String below(OnnxStructure structure) {
    if (structure.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "model '"
              + structure.name()
              + "' has "
              + structure.outputs().size()
              + " outputs: say with cut(…) where it is to end");
    }
    return new OnnxTop(structure).below(structure.outputs().get(0).name());
  }

  private String below(String output) {
    String weighted = null;
    String flattened = null;
    for (OnnxStructure.Node node = producers.get(output); node != null; node = before(node)) {
      if (FLATTENING.contains(node.opType())) {
        flattened = data(node).get(0);
      } else if (flattened != null && hasWeights(node)) {
        return flattened;
      }
      if (weighted == null && hasWeights(node) && data(node).size() == 1) {
        weighted = fed(node);
      }
    }
    if (weighted == null || !producers.containsKey(weighted)) {
      throw new IllegalArgumentException(
          "model '" + structure.name() + "' has nothing below its top: say with cut(…) where");
    }
    return weighted;
  }

  /** Returns what feeds a node with weights; the Add of a bias belongs to its MatMul. */
  private String fed(OnnxStructure.Node node) {
    String feeding = data(node).get(0);
    OnnxStructure.Node product = producers.get(feeding);
    return node.opType().equals("Add")
            && product != null
            && product.opType().equals("MatMul")
            && data(product).size() == 1
        ? data(product).get(0)
        : feeding;
  }

  private boolean hasWeights(OnnxStructure.Node node) {
    return node.inputs().stream().anyMatch(weights::contains);
  }

  private List<String> data(OnnxStructure.Node node) {
    return node.inputs().stream().filter(n -> !n.isEmpty() && !fixed.contains(n)).toList();
  }

  private OnnxStructure.@Nullable Node before(OnnxStructure.Node node) {
    List<String> data = data(node);
    return data.isEmpty() ? null : producers.get(data.get(0));
  }
}
