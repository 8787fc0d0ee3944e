package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the texts that a model knows: the keys of its look-up tables and its constants. */
final class KnownTexts {
  private static final int MOST = 1000;

  private KnownTexts() {}

  static List<String> of(Model model) {
    Set<String> words = new LinkedHashSet<>();
    Graph graph = graph(model);
    if (graph != null) {
      collect(graph, words);
    }
    return List.copyOf(words);
  }

  /** Returns the operators of a model; null where only ONNX Runtime knows them. */
  static @Nullable Graph graph(Model model) {
    try {
      if (model.info().isKeras()) {
        return model.info().keras().lowered().graph();
      }
      return model.onnx().opset() > 0 ? model.onnx().graph().graph() : null;
    } catch (UnsupportedModelException e) {
      return null;
    }
  }

  private static void collect(Graph graph, Set<String> words) {
    for (OperatorNode node : graph.nodes()) {
      Map<String, Object> attributes =
          node.operator() instanceof CustomOperator.Opaque opaque
              ? opaque.attributes()
              : Attributes.of(node.operator());
      attributes.values().forEach(attribute -> add(attribute, words));
      for (Value value : node.reads()) {
        if (value.constant() != null) {
          add(value.constant(), words);
        }
      }
    }
  }

  /** Adds the texts of a list or a tensor. */
  private static void add(Object attribute, Set<String> words) {
    if (attribute instanceof Tensor tensor && tensor.dtype() == DType.STRING) {
      for (int i = 0; i < tensor.size() && words.size() < MOST; i++) {
        words.add(tensor.getString(i));
      }
    }
    if (attribute instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof String text && words.size() < MOST) {
          words.add(text);
        }
      }
    }
  }
}
