package dev.tenon.verify;

import dev.tenon.ir.fold.Evaluator;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small tensors of a graph that are the same in every run, and that nothing learns. */
final class KnownNumbers {
  private static final int LARGEST = 1 << 12;
  private static final int DEEPEST = 16;

  private final UseDef uses;
  private final ParameterStore store;

  KnownNumbers(Graph graph, ParameterStore store) {
    this.store = store;
    this.uses = new UseDef(graph);
  }

  /** Returns the numbers, or null where they are not known, or too many. */
  @Nullable Tensor of(Value value) {
    return of(value, 0);
  }

  private @Nullable Tensor of(Value value, int depth) {
    Tensor constant = value.constant();
    if (constant != null) {
      return constant.size() <= LARGEST ? constant : null;
    }
    Parameter parameter = value.parameter();
    if (parameter != null) {
      boolean fixed = parameter.role() == Parameter.Role.CONSTANT && store.has(parameter);
      return fixed && size(parameter) <= LARGEST ? store.get(parameter) : null;
    }
    OperatorNode node = uses.producer(value);
    if (node == null || depth > DEEPEST || node.inputs().isEmpty()) {
      return null;
    }
    List<@Nullable Tensor> operands = node.contents(input -> of(input, depth + 1));
    if (operands == null) {
      return null;
    }
    List<Tensor> results = Evaluator.evaluate(node.operator(), operands);
    return results == null ? null : results.get(node.outputs().indexOf(value));
  }

  private static long size(Parameter parameter) {
    long size = 1;
    for (long length : parameter.shape()) {
      size *= length;
    }
    return size;
  }
}
