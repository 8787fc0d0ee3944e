package dev.tenon.ir.pass;

import dev.tenon.ir.fold.Evaluator;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Spatial;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a graph node by node on the host. */
public final class GraphRunner {
  private GraphRunner() {}

  public static List<Tensor> run(Graph graph, List<Tensor> feeds) {
    Map<Value, Tensor> values = new IdentityHashMap<>();
    for (int i = 0; i < feeds.size(); i++) {
      values.put(graph.inputs().get(i), feeds.get(i));
    }
    for (OperatorNode node : graph.nodes()) {
      List<@Nullable Tensor> in = new ArrayList<>();
      for (Value input : node.inputs()) {
        in.add(input == null ? null : get(input, values, node));
      }
      List<Tensor> results;
      try {
        results = run(node.operator(), in);
      } catch (RuntimeException e) {
        throw new IllegalStateException(node + ": " + e.getMessage(), e);
      }
      for (int i = 0; i < node.outputs().size(); i++) {
        Value output = node.outputs().get(i);
        check(output, results.get(i), node);
        values.put(output, results.get(i));
      }
    }
    return graph.outputs().stream().map(output -> get(output, values, null)).toList();
  }

  private static void check(Value output, Tensor result, OperatorNode node) {
    boolean fits = output.dtype() == result.dtype();
    if (output.shape().ranked()) {
      fits &= output.rank() == result.rank();
      for (int i = 0; fits && i < result.rank(); i++) {
        long length = output.shape().length(i);
        fits = length < 0 || length == result.dim(i);
      }
    }
    if (!fits) {
      throw new IllegalStateException(
          node + " gave " + result.dtype() + result.shapeString() + " in place of " + output);
    }
  }

  private static Tensor get(Value value, Map<Value, Tensor> values, @Nullable OperatorNode node) {
    Tensor constant = value.constant();
    Tensor found = constant == null ? values.get(value) : constant;
    if (found == null) {
      throw new IllegalStateException("no content of " + value + " for " + node);
    }
    return found;
  }

  private static List<Tensor> run(Operator operator, List<@Nullable Tensor> in) {
    if (operator instanceof Spatial spatial) {
      return List.of(NaiveSpatial.run(spatial, in));
    }
    if (operator instanceof Normalization normalization) {
      return List.of(NaiveNormalization.run(normalization, in));
    }
    if (operator instanceof ImageResampling.Resize resize) {
      return List.of(NaiveResize.run(resize, in));
    }
    if (operator instanceof Recurrent recurrent) {
      return NaiveRecurrent.run(recurrent, in);
    }
    Tensor found = NaiveLookups.run(operator, in);
    if (found != null) {
      return List.of(found);
    }
    List<Tensor> results = Evaluator.evaluate(operator, in);
    Tensor naive = results == null ? NaiveElements.run(operator, in) : null;
    if (naive != null) {
      return List.of(naive);
    }
    if (results == null) {
      throw new UnsupportedOperationException(operator.toString());
    }
    return results;
  }
}
