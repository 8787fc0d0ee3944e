package dev.tenon.ir.op;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Operators that run nested graphs by values of the run: If and Loop.
 *
 * <p>As with {@link Recurrent.Scan}, outer values that a nested graph reads are inputs of the node
 * and of the nested graph, after ONNX's own.
 */
public sealed interface Control extends OperatorFamily, HasSubgraphs {

  /**
   * Runs one of two graphs. Inputs: the condition, the outer values of the first graph, those of
   * the second.
   *
   * @param thenBranch the graph for a true condition
   * @param elseBranch the graph for a false condition
   */
  record If(Graph elseBranch, Graph thenBranch) implements Control {
    @Override
    public If mapBodies(UnaryOperator<Graph> pass) {
      return new If(pass.apply(elseBranch), pass.apply(thenBranch));
    }

    @Override
    public List<TensorType> infer(Inference in) {
      int results = thenBranch.outputs().size();
      if (elseBranch.outputs().size() != results) {
        throw new IllegalArgumentException(
            "one branch gives " + results + " values, the other " + elseBranch.outputs().size());
      }
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < results; i++) {
        TensorType a = thenBranch.outputs().get(i).type();
        TensorType b = elseBranch.outputs().get(i).type();
        if (a.dtype() != b.dtype()) {
          throw new IllegalArgumentException(
              "result " + i + " is " + a + " in one branch and " + b + " in the other");
        }
        types.add(a.with(common(a.shape(), b.shape())));
      }
      return types;
    }
  }

  /**
   * Runs a graph repeatedly. Inputs: the largest number of iterations (optional), the initial
   * condition (optional), the initial states, the outer values of the body.
   *
   * <p>The body takes the iteration (int64), the condition (bool), the states and the outer values.
   * It returns the next condition, the next states, and one entry of each collected output.
   * Outputs: the last states, then the collected entries along a new first axis.
   *
   * @param body the graph of one iteration
   * @param states the number of states, which ONNX derives from the number of inputs
   */
  record Loop(Graph body, @NotInOnnx int states) implements Control {
    @Override
    public Loop mapBodies(UnaryOperator<Graph> pass) {
      return new Loop(pass.apply(body), states);
    }

    /** Returns the number of collected outputs. */
    public int collected() {
      return body.outputs().size() - 1 - states;
    }

    @Override
    public List<TensorType> infer(Inference in) {
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < states; i++) {
        TensorType next = body.outputs().get(1 + i).type();
        TensorType first = in.type(2 + i);
        if (next.dtype() != first.dtype()) {
          throw new IllegalArgumentException(
              "state " + i + " is " + first + " at first and " + next + " then");
        }
        types.add(next.with(common(first.shape(), next.shape())));
      }
      for (int i = 0; i < collected(); i++) {
        TensorType entry = body.outputs().get(1 + states + i).type();
        Shape shape = entry.shape();
        types.add(entry.with(shape.ranked() ? Shape.of(Dim.unknown()).concat(shape) : shape));
      }
      return types;
    }
  }

  /** Returns the shape that admits both. */
  static Shape common(Shape a, Shape b) {
    if (!a.ranked() || !b.ranked() || a.rank() != b.rank()) {
      return Shape.unknownRank();
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < a.rank(); i++) {
      dims.add(a.dim(i).equals(b.dim(i)) ? a.dim(i) : Dim.unknown());
    }
    return Shape.of(dims);
  }
}
