package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds lengths that a model wants somewhere: rows of its matrices, sizes that it reshapes to. */
final class CandidateLengths {
  private static final int MOST = 24;
  private static final long LONGEST = 1 << 20;

  private CandidateLengths() {}

  static List<Long> of(Model model) {
    Set<Long> lengths = new LinkedHashSet<>();
    Graph graph = KnownTexts.graph(model);
    if (graph != null) {
      collect(graph, lengths);
    }
    return lengths.stream().filter(length -> length > 1 && length < LONGEST).limit(MOST).toList();
  }

  private static void collect(Graph graph, Set<Long> lengths) {
    for (OperatorNode node : graph.nodes()) {
      if (node.operator() instanceof Movement.Reshape) {
        Tensor shape = node.input(1).constant();
        if (shape != null) {
          lengths.add(product(shape));
        }
      } else if (node.operator() instanceof Linear.MatMul
          || node.operator() instanceof Linear.Gemm) {
        Value kernel = node.input(1);
        if (kernel.shape().ranked() && kernel.rank() == 2 && kernel.shape().dim(0).isKnown()) {
          lengths.add(kernel.shape().length(0));
        }
      }
    }
  }

  private static long product(Tensor shape) {
    long product = 1;
    for (int i = 0; i < shape.size(); i++) {
      long length = shape.getLong(i);
      // -1 and 0 stand for other lengths; a product beyond all bounds is left out above.
      product = length > 0 && product < LONGEST ? product * Math.min(length, LONGEST) : product;
    }
    return product;
  }
}
