package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.List;

/** Elementwise operators on any number of tensors, with NumPy's broadcasting. */
public sealed interface Variadic extends OperatorFamily {
  @Override
  default List<TensorType> infer(Inference in) {
    Shape shape = in.shape(0);
    for (int i = 1; i < in.count(); i++) {
      shape = Shape.broadcast(shape, in.shape(i));
    }
    return List.of(in.type(0).with(shape));
  }

  record Max() implements Variadic {}

  record Min() implements Variadic {}

  record Sum() implements Variadic {}

  record Mean() implements Variadic {}

  /** Chooses by a bool condition between two tensors. */
  record Where() implements Variadic {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape shape = Shape.broadcast(in.shape(0), Shape.broadcast(in.shape(1), in.shape(2)));
      return List.of(in.type(1).with(shape));
    }
  }

  /** Limits the elements to optional bounds: x, min, max. */
  record Clip() implements Variadic {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }
}
