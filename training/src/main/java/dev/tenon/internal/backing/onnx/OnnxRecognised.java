package dev.tenon.internal.backing.onnx;

import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.recognition.Recognition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what an ONNX network has as several operators each and is one layer: a normalization, a
 * GELU, an attention. The network keeps its own nodes.
 */
final class OnnxRecognised {
  private final UseDef uses;

  private OnnxRecognised(Graph graph) {
    this.uses = new UseDef(graph);
  }

  static Map<String, Integer> of(OnnxGraph onnx) {
    Graph before = ConstantFolding.apply(Parameters.freeze(onnx.graph(), onnx.store()));
    Graph after = Recognition.apply(before);
    Map<String, Integer> counts = new TreeMap<>();
    after.nodes().forEach(node -> count(node, 1, counts));
    before.nodes().forEach(node -> count(node, -1, counts));
    int attentions = new OnnxRecognised(after).attentions(after);
    if (attentions > 0) {
      counts.put("Attention", attentions);
    }
    counts.values().removeIf(count -> count <= 0);
    return counts;
  }

  private static void count(OperatorNode node, int step, Map<String, Integer> counts) {
    Operator operator = node.operator();
    if (operator instanceof Normalization || operator instanceof Activations.Gelu) {
      counts.merge(operator.opType(), step, Integer::sum);
    }
  }

  /** Counts the softmaxes of one product of tensors that are a factor of the next. */
  private int attentions(Graph graph) {
    int found = 0;
    for (OperatorNode node : graph.nodes()) {
      if (node.operator() instanceof Linear.MatMul
          && node.reads().stream().anyMatch(this::areShares)) {
        found++;
      }
    }
    return found;
  }

  /** Says whether a value is the softmax of a product of two tensors, turned or not. */
  private boolean areShares(Value value) {
    OperatorNode shares = moved(value);
    OperatorNode product =
        shares != null && shares.operator() instanceof Activations.Softmax
            ? scores(shares.input(0))
            : null;
    return product != null && product.reads().stream().allMatch(read -> read.constant() == null);
  }

  /** Returns the product below a scale and a mask; null where there is none. */
  private @Nullable OperatorNode scores(Value value) {
    OperatorNode node = moved(value);
    while (node != null && !(node.operator() instanceof Linear.MatMul)) {
      Operator operator = node.operator();
      boolean through =
          operator instanceof Binary.Mul
              || operator instanceof Binary.Div
              || operator instanceof Binary.Add
              || operator instanceof Variadic.Where;
      List<Value> computed =
          node.reads().stream().filter(read -> uses.producer(read) != null).toList();
      node = through && !computed.isEmpty() ? moved(computed.get(0)) : null;
    }
    return node;
  }

  /** Returns what gives a value, before its axes were turned or joined. */
  private @Nullable OperatorNode moved(Value value) {
    return uses.producerBefore(value, Movement.class);
  }
}
